"""The forms about a case, its offenders, and the steps of a review."""

from wtforms.validators import ValidationError

from ulss_tracker import clock
from ulss_tracker.models import DocumentKind
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.services.core import references
from ulss_tracker.web.casework.forms import court_picker
from ulss_tracker.web.core.assignments import BLANK
from ulss_tracker.web.forms import (
    CheckboxesField,
    DateField,
    DocumentsField,
    GovForm,
    NotAfter,
    NoteField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
)


class NotDuplicateForm(GovForm):
    """Why two records are not about the same sentence."""

    reason = NoteField(
        "Why are they not about the same sentence?",
        required="Enter the reason why they are not about the same sentence",
        hint="For example: the same name, but born in another year",
    )


class TakeOutForm(GovForm):
    """Why a request is taken out of its case."""

    reason = NoteField(
        "Why is it being taken out?",
        required="Enter the reason for taking the request out of the case",
        rows=4,
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

    heading = "Reopen the request"
    intro = "It becomes a new request again."
    button = "Reopen"
    reason = NoteField(
        "Why is it being taken up again?",
        required="Enter the reason for taking the request up again",
    )


class JoinManyForm(GovForm):
    """Which waiting requests join a case. The choices are those the page shows."""

    requests = CheckboxesField(
        "Requests to join to this case", required="Tick the requests to join to this case"
    )


class CourtForm(VersionedForm):
    """The court, its own number for the case, and the CPS's."""

    heading = "Court and case number"
    court = court_picker("Court", required="Enter the court")
    number = TextField(
        "Crown Court case number", hint="From the indictment, for example T20267001", max_length=40
    )
    cps_reference = TextField("CPS reference (URN)", hint="For example, 01AB1234526", max_length=40)

    def validate_cps_reference(self, field: TextField) -> None:
        """Keep none that cannot be one: a sheet's line would never be found by it."""
        if field.data and not references.cps_reference(field.data):
            raise ValidationError(
                "CPS reference must be 11 letters and figures, such as 01AB1234526"
            )


class OffenderForm(VersionedForm):
    """Who the sentence was passed on."""

    heading = "Offender’s details"
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


class HolderForm(VersionedForm):
    """The assignee of a review."""

    heading = "Give this review to somebody"
    assignee = SelectField(
        "Who should this review be assigned to?",
        required="Choose who to assign it to",
        blank=BLANK,
    )
    note = NoteField(
        "What should they know?",
        optional=True,
        hint="What is under way, who is waiting for an answer. It goes on the timeline.",
        rows=4,
    )


class PlanForm(VersionedForm):
    """Another day for one milestone of a review's plan."""

    heading = "Move a day of the plan"
    button = "Move the day"
    milestone = SelectField(
        "What", required="Choose what is to be done", blank="Choose", coerce=Milestone
    )
    due_on = DateField(
        "New day", hint="Leave it blank for the office’s own day. It moves no time limit"
    )


class NoteForm(GovForm):
    """A note for the timeline."""

    note = NoteField("Note", required="Enter the note")
    mentions = SelectField(
        "Who should read it?",
        blank="Nobody in particular",
        optional=True,
        hint="It goes into their list, and they are told by email.",
        coerce=int,
    )


class FileForm(GovForm):
    """Files for the case, and what they are."""

    file = DocumentsField("Choose files", required="Choose a file", most=10)
    kind = SelectField(
        "What is it?",
        coerce=DocumentKind,
        blank="Each as it reads",
        hint="Each file is read within minutes, and proposed for the paper that it is",
    )
    description = TextField(
        "Description",
        optional=True,
        hint="For example, advice of Ms Clarke KC. Left blank, each is called by its file’s name",
        max_length=300,
    )


class MoveForm(VersionedForm):
    """A step, with a note that may be left blank."""

    note = NoteField("Note", optional=True)


class ReasonedMoveForm(VersionedForm):
    """A step that is taken only with a reason."""

    note = NoteField("Why?", required="Enter the reason")
