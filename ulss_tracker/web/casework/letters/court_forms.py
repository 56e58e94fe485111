"""The forms of the application and of its way to the court and the offender."""

from ulss_tracker.services.referral.applications import Limb
from ulss_tracker.web.casework.forms import past_day, past_moment
from ulss_tracker.web.forms import (
    Choice,
    FileField,
    NoteField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
)


class ApplicationForm(VersionedForm):
    """The form of the application for permission to refer, in the order in which it is read."""

    appeal_number = TextField(
        "Criminal Appeal Office number",
        hint="Leave it empty until the court has given one",
        optional=True,
        max_length=50,
    )
    limb = SelectField(
        "Does section 36(2) of the Criminal Justice Act 1988 apply?",
        choices=[Choice(limb.value, limb.label) for limb in Limb],
        blank="No: the sentencing appears unduly lenient in itself",
        optional=True,
    )
    facts = TextAreaField(
        "Summary of the facts",
        hint="Part paragraphs by an empty line: each gets its number. Name the pages of the "
        "court’s bundle that it rests on, for example [p 14] or [pp 14-16]",
        max_length=50_000,
        rows=8,
    )
    antecedents = TextAreaField("Antecedents", max_length=50_000)
    aggravating = TextAreaField("What makes the offending more serious", max_length=50_000)
    mitigating = TextAreaField(
        "Mitigation", hint="The application must be fair to the offender", max_length=50_000
    )
    reports = TextAreaField(
        "Reports and the victim’s statement",
        hint="What was before the judge, and what it says",
        max_length=50_000,
    )
    how_judge = TextAreaField("How the judge got there", max_length=50_000)
    sentencing_range = TextAreaField(
        "The guideline, and where the offence stands in it", max_length=50_000
    )
    why_lenient = TextAreaField(
        "Why the sentence appears unduly lenient",
        hint="Each argument, concisely outlined",
        max_length=50_000,
        rows=8,
    )
    authorities = NoteField(
        "Authorities",
        hint="One on each line: name and citation; court; what it is cited for. A neutral "
        "citation says the court. For example, R v Mir [2024] EWCA Crim 239; permission is for "
        "exceptional cases",
    )
    unpinned_reason = NoteField(
        "Why may paragraphs name no page of the court’s bundle?",
        hint="If some do not, and need not",
        rows=2,
    )
    document_links = NoteField(
        "Links to the material documents",
        hint="One on each line, as made available to the Registrar",
    )
    settled_by = TextField(
        "Who settled it?",
        hint="The counsel or lawyer who answers for the words",
        optional=True,
        max_length=200,
    )
    checked_by = TextField(
        "Which counsel who appeared below has checked it?",
        hint="The last page of the draft is for them, and does not go to the court",
        optional=True,
        max_length=200,
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
    posted_on = past_day(
        "If it was posted, on what day?",
        noun="The day it was posted",
        hint="Paper for somebody in prison goes by post: keep the certificate of posting below",
        optional=True,
    )
    posted_by = TextField("Who posted it?", optional=True, max_length=200)
    reference = TextField(
        "Reference",
        hint="For example, the court’s acknowledgement or a tracking number",
        optional=True,
        max_length=200,
    )
    evidence = FileField(
        "Proof",
        optional=True,
        hint="For example, the email, the certificate of posting or of service, up to 20MB",
        accept=".pdf,.doc,.docx,.odt,.rtf,.txt,.jpg,.jpeg,.png,.webp,.heic,.heif",
    )
    late_reason = NoteField(
        "If it was filed within 24 hours of the moment to file by, or after it, why?",
        optional=True,
        rows=2,
    )
