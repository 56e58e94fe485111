"""The form of the law officer’s decision."""

from wtforms import HiddenField

from ulss_tracker.models import DecisionChoice
from ulss_tracker.web.forms import NoteField, RadiosField, VersionedForm


class DecisionForm(VersionedForm):
    """The law officer's decision."""

    seen = HiddenField()  # the hash of the submission that was shown
    choice = RadiosField(
        "What is your decision?",
        required="Choose whether to refer the sentence",
        coerce=DecisionChoice,
    )
    reasons = NoteField("Your reasons", required="Enter your reasons")
