"""The check's answer, who was sentenced, and what the person has to say about it."""

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from ulss_tracker.web.forms import NameField, TextAreaField, TextField
from ulss_tracker.web.public.answers import Answers, may_know_case
from ulss_tracker.web.public.step_form import StepForm

_SAY_WHICH_CASE = ("offender_name", "court_case_number", "news_address")


class OutlookForm(StepForm):
    """The check's answer: nothing to fill in, only to read and go on."""


def offender_name_field() -> NameField:
    """The name of who was sentenced, as far as it is known."""
    return NameField(
        lazy_gettext("Name of the person who was sentenced"),
        noun=lazy_gettext("Name"),
        hint=lazy_gettext("If you do not know the full name, write what you know."),
        autocomplete="off",
    )


class OffenderForm(StepForm):
    """Who was sentenced. The one thing that may be asked for: a way to say which case it is."""

    offender_name = offender_name_field()
    court_case_number = TextField(
        lazy_gettext("Case number (optional)"),
        noun=lazy_gettext("Case number"),
        hint=lazy_gettext(
            "It is on letters from the court or the police, such as T20267001. It is enough if you"
            " do not know the name."
        ),
        width=20,
        max_length=40,
        autocomplete="off",
    )
    news_address = TextField(
        lazy_gettext("Address of a news report about the case (optional)"),
        noun=lazy_gettext("Address of a news report"),
        hint=lazy_gettext("That is enough too."),
        max_length=1_000,
        autocomplete="off",
    )
    other_offenders = TextAreaField(
        lazy_gettext("Names of other people sentenced in the same case (optional)"),
        noun=lazy_gettext("Names"),
        hint=lazy_gettext("Leave this blank if there were none, or you do not know."),
        rows=3,
        max_length=5_000,
    )

    def prepare(self, answers: Answers) -> None:
        self._knows_case = may_know_case(answers | dict.fromkeys(_SAY_WHICH_CASE, ""))

    def validate_offender_name(self, field: TextField) -> None:
        """Without a name, a number, some news, or the court and the date must say which it is."""
        says = field.data or self.court_case_number.data or self.news_address.data
        if not says and not self._knows_case:
            raise ValidationError(
                gettext(
                    "Enter the name of the person who was sentenced, the case number or the"
                    " address of a news report, or go back and enter the court and the date, so"
                    " that we can find the case"
                )
            )


class ReasonForm(StepForm):
    """The step that asks what happened, and why the sentence seems too lenient."""

    reason = TextAreaField(
        lazy_gettext("Why do you think the sentence is too lenient?"),
        noun=lazy_gettext("Your reasons"),
        rows=12,
    )


class LinksForm(StepForm):
    """Pages that others have published."""

    links = TextAreaField(
        lazy_gettext("Do you have links to anything about the case?"),
        noun=lazy_gettext("Links"),
        hint=lazy_gettext(
            "Such as the judge’s sentencing remarks or a news report. Put each link on a new line."
        ),
        rows=4,
        max_length=10_000,
        autocomplete="off",
    )
