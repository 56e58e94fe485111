"""The forms of the law desk."""

from ulss_tracker import clock
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.records import RecordKind, RecordStatus
from ulss_tracker.web.forms import (
    CheckboxField,
    DateField,
    GovForm,
    RadiosField,
    TextAreaField,
    TextField,
)

_LONGEST = 20_000


class RecordForm(GovForm):
    """A record: how far an Act or the like has come, what it touches, what is not known."""

    title = TextField("Title", required="Enter the title")
    kind = RadiosField("What is it?", required="Choose what it is", coerce=RecordKind)
    progress = RadiosField(
        "How far has it come?", required="Choose how far it has come", coerce=RecordStatus
    )
    commencement = TextAreaField(
        "When does it begin?", required="Enter when it begins, or that it is not known", rows=3
    )
    how_sure = TextAreaField(
        "How sure is that?",
        hint="Was the text read, or somebody who writes about it?",
        required="Enter how sure that is",
        rows=2,
    )
    source = TextAreaField("Where does that stand?", required="Enter the source", rows=2)
    touches = TextAreaField(
        "What does it touch?",
        hint="Offences, time limits, letters, public words.",
        required="Enter what it touches",
        rows=4,
    )
    not_known = TextAreaField(
        "What is not known?", required="Enter what is not known, or that nothing is open", rows=4
    )


class ImportForm(GovForm):
    """A change of the law as an engineer writes it."""

    title = TextField("What changes?", required="Enter what changes")
    kind = RadiosField("What is it about?", required="Choose what it is about", coerce=ChangeKind)
    why = TextAreaField(
        "Why?",
        hint="What you read, and where it stands. A second lawyer reads the same.",
        required="Enter why",
        rows=4,
        max_length=_LONGEST,
    )
    content = TextAreaField(
        "The change, as the tables have it",
        hint="In TOML. The examples below show how a change of each kind is written.",
        required="Enter the change",
        rows=14,
        max_length=_LONGEST,
    )
    decides_from_on = DateField(
        "From which day does it decide?",
        hint="Today, unless it is not to be obeyed yet. From which sentences it counts is in the "
        "change itself.",
        required="Enter from which day it decides",
        default=clock.today,
    )
    is_loss_meant = CheckboxField(
        "It is meant that sentences lose the answer that the catalogue has for them"
    )


class SignForm(GovForm):
    """The second lawyer's signature."""

    has_read = CheckboxField(
        "I have read the law and this change, and what the rehearsal found",
        required="Read them before you sign",
    )


class ReasonForm(GovForm):
    """Why a change is refused, withdrawn or to be undone."""

    note = TextAreaField("Why?", required="Enter why", rows=4, max_length=_LONGEST)
