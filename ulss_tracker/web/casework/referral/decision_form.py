"""The form of the law officer’s decision."""

from wtforms import HiddenField

from ulss_tracker.models import DecisionChoice
from ulss_tracker.web.casework.forms import LONG_NOTE
from ulss_tracker.web.forms import RadiosField, TextAreaField, VersionedForm, choices_of


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
