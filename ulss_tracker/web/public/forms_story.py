"""The check's answer, who was sentenced, and what the person has to say about it."""

from flask_babel import gettext
from wtforms.validators import ValidationError

from ulss_tracker.web.forms import NameField
from ulss_tracker.web.public.answers import Answers, may_know_case
from ulss_tracker.web.public.step_form import StepForm

_SAY_WHICH_CASE = ("offender_name", "court_case_number", "news_address")


class OutlookForm(StepForm):
    """The check's answer: nothing to fill in, only to read and go on."""


class OffenderForm(StepForm):
    """Who was sentenced. The one thing that may be asked for: a way to say which case it is."""

    table = "offender"

    def prepare(self, answers: Answers) -> None:
        self._knows_case = may_know_case(answers | dict.fromkeys(_SAY_WHICH_CASE, ""))

    def validate_offender_name(self, _field: NameField) -> None:
        """Without a name, a number, some news, or the court and the date must say which it is."""
        says = any(self[name].data for name in _SAY_WHICH_CASE)
        if not says and not self._knows_case:
            raise ValidationError(
                gettext(
                    "Enter the name of the person who was sentenced, the case number or the"
                    " address of a news report, or go back and enter the court and the date, so"
                    " that we can find the case"
                )
            )
