"""The casework forms about requests, cases and the steps of a review."""

from typing import Any

from flask import url_for
from wtforms import HiddenField

from ulss_tracker import clock
from ulss_tracker.models import DecisionChoice, DocumentKind
from ulss_tracker.scheme.offences.eligibility import OrderKind
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.web.core.recipients import BLANK
from ulss_tracker.web.forms import (
    ACCEPTED,
    CheckboxesField,
    DateField,
    FileField,
    FilesField,
    GovForm,
    MomentField,
    NotAfter,
    PickerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
    choices_of,
    pickers,
)

KEEP_WORDS = "None of these: keep my own words"
LONG_NOTE = 10_000


def court_picker(label: str, **kwargs: Any) -> PickerField:
    """The field that asks for a court."""
    return PickerField(
        label,
        find=pickers.find_courts,
        look_up=pickers.look_up_court,
        suggest_url=lambda: url_for("casework.suggest_courts"),
        none_label=KEEP_WORDS,
        settle=pickers.settled_court,
        **kwargs,
    )


def order_kind_field() -> SelectField:
    """The field that asks for the kind of order a sentence is."""
    return SelectField(
        "Kind of order",
        required="Choose the kind of order",
        choices=choices_of(OrderKind),
        coerce=OrderKind,
        blank="Choose",
    )


def sentence_words_field(*, rows: int) -> TextAreaField:
    """The field that asks for a sentence in the court's own words."""
    return TextAreaField(
        "The sentence, in full",
        required="Enter the sentence",
        hint="For example, 4 years’ imprisonment and disqualified from driving for 6 years",
        max_length=2000,
        rows=rows,
    )


def offence_picker(label: str, **kwargs: Any) -> PickerField:
    """The field that asks for an offence."""
    return PickerField(
        label,
        find=pickers.find_offences,
        look_up=pickers.look_up_offence,
        suggest_url=lambda: url_for("casework.suggest_offences"),
        none_label=KEEP_WORDS,
        **kwargs,
    )


class PressForm(VersionedForm):
    """A form with nothing to fill in: a button."""


class CloseRequestForm(GovForm):
    """Why a request is closed without a case."""

    reason = TextAreaField(
        "Why is it being closed?", required="Enter the reason for closing the request"
    )


class SetAsideForm(GovForm):
    """Why two records are not about the same sentence."""

    reason = TextAreaField(
        "Why are they not about the same sentence?",
        required="Enter the reason why they are not about the same sentence",
        hint="For example: the same name, but born in another year",
        max_length=LONG_NOTE,
    )


class TakeOutForm(GovForm):
    """Why a request is taken out of its case."""

    reason = TextAreaField(
        "Why is it being taken out?",
        required="Enter the reason for taking the request out of the case",
        max_length=LONG_NOTE,
    )


class OffendersForm(GovForm):
    """Which offenders of its case a request asks about."""

    offenders = CheckboxesField(
        "Which offenders does it ask about?",
        hint="Tick none for all of them, those added later too",
        choices=[],
        coerce=int,
    )


class TakeUpForm(GovForm):
    """Why a closed request is taken up again."""

    reason = TextAreaField(
        "Why is it being taken up again?",
        required="Enter the reason for taking the request up again",
        max_length=LONG_NOTE,
    )


class JoinManyForm(GovForm):
    """Which waiting requests join a case. The choices are those the page shows."""

    requests = CheckboxesField(
        "Requests to join to this case", required="Tick the requests to join to this case"
    )


class JoinCaseForm(GovForm):
    """The case that a request joins."""

    reference = TextField(
        "Case reference", required="Enter the case reference", hint="For example, ULS-2026-0042"
    )


class CourtForm(VersionedForm):
    """The court and its own number for the case."""

    court = court_picker("Court", required="Enter the court")
    number = TextField(
        "Crown Court case number", hint="From the indictment, for example T20267001", max_length=40
    )


class OffenderForm(VersionedForm):
    """Who the sentence was passed on."""

    name = TextField("Name", required="Enter the offender’s name")
    born_on = DateField(
        "Date of birth",
        optional=True,
        validators=[NotAfter(clock.today, "Date of birth must be in the past")],
    )
    address = TextAreaField(
        "Address for service",
        hint="The prison and its address, or the address at which a notice will reach them",
        max_length=1000,
        rows=5,
    )


class AddOffenderForm(VersionedForm):
    """Another offender of the same case."""

    name = TextField("Offender’s name", required="Enter the offender’s name")


class HolderForm(VersionedForm):
    """The assignee of a review."""

    assignee = SelectField(
        "Who should this review be assigned to?",
        required="Choose who to assign it to",
        blank=BLANK,
    )
    note = TextAreaField(
        "What should they know?",
        optional=True,
        hint="What is under way, who is waiting for an answer. It goes on the timeline.",
        max_length=LONG_NOTE,
        rows=4,
    )


class PlanForm(VersionedForm):
    """Another day for one milestone of a review's plan."""

    milestone = SelectField("What", required="Choose what is to be done", coerce=Milestone)
    due_on = DateField(
        "New day", hint="Leave it blank for the office’s own day. It moves no time limit"
    )


class AbsenceForm(GovForm):
    """Days away, and who covers. `person` is there only for somebody who may choose another."""

    person = SelectField("Who is away?", required="Choose who is away", coerce=int)
    from_on = DateField(
        "First day away",
        required="Enter the first day away",
        hint="For example, 27 3 2027",
        default=clock.today,
    )
    to_on = DateField("Last day away", required="Enter the last day away")
    cover = SelectField(
        "Who covers?",
        hint="They see this work beside their own and get the reminders. Nothing changes hands.",
        coerce=int,
        blank="Nobody",
    )


class NoteForm(GovForm):
    """A note for the timeline."""

    note = TextAreaField("Note", required="Enter the note", max_length=LONG_NOTE)
    mentions = SelectField(
        "Who should read it?",
        blank="Nobody in particular",
        optional=True,
        hint="It goes into their list, and they are told by email.",
        coerce=int,
    )


class FileForm(GovForm):
    """Files for the case, and what they are."""

    file = FilesField(
        "Choose files",
        required="Choose a file",
        hint=(
            "PDF, Word, OpenDocument, RTF, plain text, email, JPEG, PNG or WebP. Each up to 20MB, "
            "60MB together."
        ),
        most=10,
        accept=ACCEPTED,
    )
    kind = SelectField(
        "What is it?",
        required="Choose what the file is",
        choices=choices_of(DocumentKind),
        coerce=DocumentKind,
        blank="Choose what it is",
    )
    description = TextField(
        "Description",
        required="Enter a description of the file",
        hint="For example, sentencing remarks of 3 March, or advice of Ms Clarke KC",
        max_length=300,
    )


class MoveForm(VersionedForm):
    """A step, with a note that may be left blank."""

    note = TextAreaField("Note", optional=True, max_length=LONG_NOTE)


class ReasonedMoveForm(VersionedForm):
    """A step that is taken only with a reason."""

    note = TextAreaField("Why?", required="Enter the reason", max_length=LONG_NOTE)


class DecisionForm(VersionedForm):
    """The law officer's decision."""

    choice = RadiosField(
        "What is your decision?",
        required="Choose whether to refer the sentence",
        choices=choices_of(DecisionChoice),
        coerce=DecisionChoice,
    )
    seen = HiddenField()  # the hash of the submission that was shown
    reasons = TextAreaField("Your reasons", required="Enter your reasons", max_length=LONG_NOTE)


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
    authorities = TextAreaField("Authorities", hint="One on each line", max_length=10_000)
    document_links = TextAreaField(
        "Links to the material documents",
        hint="One on each line, as made available to the Registrar",
        max_length=10_000,
    )


class FilingForm(VersionedForm):
    """When and how a letter reached the Registrar or the offender."""

    at = MomentField(
        "When did it arrive?",
        required="Enter the day and time it arrived",
        noun="When it arrived",
        validators=[NotAfter(clock.now, "When it arrived must be now or in the past")],
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
        accept=".pdf,.doc,.docx,.odt,.rtf,.txt,.jpg,.jpeg,.png,.webp",
    )
    late_reason = TextAreaField(
        "If it was filed within 24 hours of the moment to file by, or after it, why?",
        optional=True,
        max_length=LONG_NOTE,
        rows=2,
    )
