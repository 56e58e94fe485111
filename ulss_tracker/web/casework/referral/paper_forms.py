"""The forms about papers from the CPS."""

from collections.abc import Iterable

from ulss_tracker.models import PaperContact, PaperKind
from ulss_tracker.web.casework.forms import past_moment
from ulss_tracker.web.forms import (
    CheckboxesField,
    CheckboxField,
    Choice,
    DateField,
    GovForm,
    NoteField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
    choices_of,
)

NOBODY = 0


class AskForPapersForm(GovForm):
    """Which papers are asked for, of whom, and by when."""

    kinds = CheckboxesField("Which papers?", coerce=PaperKind)
    others = TextAreaField(
        "Other papers",
        hint="One on each line, for example: Antecedents of the second offender",
        optional=True,
        max_length=2000,
        rows=3,
    )

    contact = SelectField(
        "Who at the CPS is asked?",
        hint="They are written to at once, and chased until it has come",
        coerce=int,
    )
    wanted_by_on = DateField("By when?", required="Enter the day by which the papers are wanted")
    cps_lawyer = TextField(
        "The case’s lawyer at the CPS",
        hint="Their name, and a telephone number or email address",
        optional=True,
        max_length=200,
    )
    prosecution_counsel = TextField("Prosecution counsel", optional=True, max_length=200)

    def offer_contacts(self, contacts: Iterable[PaperContact]) -> None:
        """Offer the contacts at the CPS, and to ask nobody."""
        nobody = Choice(str(NOBODY), "Nobody: only record what was asked for")
        offered = [Choice(str(contact.id), contact.label) for contact in contacts]
        self.contact.choices = [*offered, nobody]

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
    incomplete_reason = NoteField(
        "If only a part has come, what is missing?",
        hint="It stays wanted, and is chased",
        optional=True,
        rows=2,
    )
    not_applicable_reason = NoteField(
        "If it will not come, why?",
        hint="For example, no pre-sentence report was ordered",
        optional=True,
        rows=2,
    )
    is_refused = CheckboxField("There is one, and they refuse to send it")
    said_by = TextField(
        "Who said so?", hint="For example, A. Clerk, CPS Wessex", optional=True, max_length=200
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
