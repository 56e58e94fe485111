"""Forms of notifications: that they were told, a try that failed, why not, whom besides."""

from enum import StrEnum

from ulss_tracker import clock
from ulss_tracker.models import Means
from ulss_tracker.scheme.workflow.notifying import Party, WhyNot
from ulss_tracker.web.casework.forms import past_moment
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    GovForm,
    NoteField,
    RadiosField,
    TextAreaField,
    TextField,
    VersionedForm,
)


class Contact(StrEnum):
    """The result of an attempt to tell somebody."""

    TOLD = "told"
    NOT_REACHED = "not_reached"


class ContactForm(VersionedForm):
    """That somebody was told, or could not be reached; all that one call told them, at once."""

    notifications = CheckboxesField(
        "What was it about?", required="Choose what they were told about", coerce=int
    )
    result = RadiosField(
        "What happened?",
        required="Choose what happened",
        choices=[
            Choice(Contact.TOLD, "They have been told"),
            Choice(Contact.NOT_REACHED, "They could not be reached: they are still to be told"),
        ],
        coerce=Contact,
    )
    means = RadiosField("How?", required="Choose how", coerce=Means)
    at = past_moment("When?", default=clock.now)
    note = NoteField("Note", optional=True, rows=3)


class ExemptForm(VersionedForm):
    """Why somebody is not to be told."""

    why = RadiosField(
        "Why are they not to be told?",
        required="Choose why they are not to be told",
        coerce=WhyNot,
        hint="A wish, and a death, hold for everything there is to tell them of this case.",
    )
    reason = NoteField("What do you know of it?", required="Enter what you know of it", rows=3)


class TakeBackForm(VersionedForm):
    """That somebody was not told after all."""

    reason = NoteField("What was wrong?", required="Enter what was wrong", rows=3)


class PersonForm(GovForm):
    """Somebody who is told though they did not ask."""

    heading = "Add somebody to tell"
    intro = (
        "For a victim, a family or somebody else who did not ask for the review but is to hear "
        "what comes of it. They are told of every outcome of this case, now and later."
    )
    button = "Add them"
    name = TextField("Name", required="Enter the name of the person to tell")
    party = RadiosField(
        "Who are they?",
        required="Choose who they are",
        choices=[
            Choice(party, party.label if party is not Party.REQUESTER else "Somebody else")
            for party in (
                Party.VICTIM,
                Party.BEREAVED_FAMILY,
                Party.ON_BEHALF,
                Party.MP,
                Party.REQUESTER,
            )
        ],
        coerce=Party,
    )
    contact = TextAreaField(
        "How to reach them",
        optional=True,
        hint="A telephone number, an address, or through whom. Say what is not safe.",
        max_length=2000,
        rows=3,
    )
