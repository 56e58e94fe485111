"""The forms about papers from the CPS."""

from collections.abc import Iterable

from ulss_tracker.models import PaperKind
from ulss_tracker.web.casework.forms import past_moment
from ulss_tracker.web.forms import (
    CheckboxesField,
    DateField,
    GovForm,
    NoteField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
    choices_of,
)


class AskForPapersForm(GovForm):
    """Which papers the CPS was asked for."""

    kinds = CheckboxesField("Which papers?", coerce=PaperKind)
    others = TextAreaField(
        "Other papers",
        hint="One on each line, for example: Antecedents of the second offender",
        optional=True,
        max_length=2000,
        rows=3,
    )

    def offer(self, kinds: Iterable[PaperKind]) -> None:
        """Offer the papers not asked for yet."""
        self.kinds.choices = choices_of(kind for kind in kinds if kind is not PaperKind.OTHER)


class PaperForm(VersionedForm):
    """The form of one paper."""

    promised_by_on = DateField("Promised by", optional=True)
    received_at = past_moment(
        "When was it received?",
        optional=True,
        required=None,
        noun="When it was received",
        hint="Leave blank until it has come",
    )
    document = SelectField(
        "Which file of the case is it?",
        blank="None, or not put on the case yet",
        coerce=int,
        hint="The law officers’ pack then has a link to it",
    )
    late_reason = NoteField("If it is late, why?", optional=True, rows=2)
    not_applicable_reason = NoteField(
        "If there is no such paper, why?",
        hint="For example, no pre-sentence report was ordered",
        optional=True,
        rows=2,
    )


class ReceivePapersForm(VersionedForm):
    """Which of the papers that were asked for have come."""

    papers = CheckboxesField(
        "Which papers have come?",
        required="Choose which papers have come",
        hint="The others stay wanted, and are chased",
        coerce=int,
    )
    note = NoteField("Note", optional=True)


class ArrivedForm(GovForm):
    """The papers of a case that came together, ticked in their table."""

    papers = CheckboxesField(
        "Have come", required="Tick the papers that have come", choices=[], coerce=int
    )
    received_at = past_moment(
        "When did they come?", noun="When they came", required="Enter the day and time they came"
    )


class ChaseForm(GovForm):
    """Who was chased, when, and what they said."""

    at = past_moment(
        "When were they chased?",
        noun="When they were chased",
        required="Enter the day and time they were chased",
    )
    spoke_to = TextField("Who was chased?", required="Enter who was chased", max_length=200)
    answer = NoteField("What did they say?", optional=True, rows=3)
