"""The forms of the application and of its way to the court and the offender."""

from ulss_tracker.web.casework.forms import past_moment
from ulss_tracker.web.forms import (
    FileField,
    NoteField,
    TextAreaField,
    TextField,
    VersionedForm,
)


class ApplicationForm(VersionedForm):
    """The form of the application for permission to refer."""

    facts = TextAreaField("Summary of the facts", max_length=50_000, rows=8)
    aggravating = TextAreaField("What makes the offending more serious", max_length=50_000)
    mitigating = TextAreaField(
        "Mitigation", hint="The application must be fair to the offender", max_length=50_000
    )
    why_lenient = TextAreaField(
        "Why the sentence appears unduly lenient",
        hint="Each argument, concisely outlined",
        max_length=50_000,
        rows=8,
    )
    authorities = NoteField("Authorities", hint="One on each line")
    document_links = NoteField(
        "Links to the material documents",
        hint="One on each line, as made available to the Registrar",
    )


class FilingForm(VersionedForm):
    """When and how a letter reached the Registrar or the offender."""

    at = past_moment(
        "When did it arrive?", noun="When it arrived", required="Enter the day and time it arrived"
    )
    method = TextField(
        "How was it sent?",
        required="Enter how it was sent",
        hint="For example, by email, or by post to the prison",
        max_length=200,
    )
    reference = TextField(
        "Reference",
        hint="For example, the court’s acknowledgement or a tracking number",
        optional=True,
        max_length=200,
    )
    evidence = FileField(
        "Proof",
        optional=True,
        hint="For example, the email or the certificate of service, up to 20MB",
        accept=".pdf,.doc,.docx,.odt,.rtf,.txt,.jpg,.jpeg,.png,.webp,.heic,.heif",
    )
    late_reason = NoteField(
        "If it was filed within 24 hours of the moment to file by, or after it, why?",
        optional=True,
        rows=2,
    )
