"""The check's answer, who was sentenced, and what the person has to say about it."""

from flask_babel import gettext, lazy_gettext
from wtforms.validators import ValidationError

from ulss_tracker.web.forms import NameField, TextAreaField, TextField
from ulss_tracker.web.public.answers import Answers, may_know_case
from ulss_tracker.web.public.step_form import StepForm


class OutlookForm(StepForm):
    """The check's answer: nothing to fill in, only to read and go on."""


class OffenderForm(StepForm):
    """Who was sentenced. The one thing that may be asked for: a way to say which case it is."""

    offender_name = NameField(
        lazy_gettext("Name of the person who was sentenced"),
        noun=lazy_gettext("Name"),
        hint=lazy_gettext("If you do not know the full name, write what you know."),
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
        self._knows_case = may_know_case(answers | {"offender_name": ""})

    def show(self, answers: Answers) -> None:
        self.offender_name.data = answers.get("offender_name", "")
        self.other_offenders.data = answers.get("other_offenders", "")

    def validate_offender_name(self, field: TextField) -> None:
        """Without a name, the court and the date must say which case it is."""
        if not field.data and not self._knows_case:
            raise ValidationError(
                gettext(
                    "Enter the name of the person who was sentenced, or go back and enter the"
                    " court and the date, so that we can find the case"
                )
            )

    def take(self, answers: Answers) -> Answers:
        return {
            "offender_name": self.offender_name.data,
            "other_offenders": self.other_offenders.data,
        }


class BeforeStoryForm(StepForm):
    """A page to read before writing: nothing to fill in, only to read and go on."""


class ReasonForm(StepForm):
    """The step that asks what happened, and why the sentence seems too lenient."""

    reason = TextAreaField(
        lazy_gettext("Why do you think the sentence is too lenient?"),
        noun=lazy_gettext("Your reasons"),
        rows=12,
    )

    def show(self, answers: Answers) -> None:
        self.reason.data = answers.get("reason", "")

    def take(self, answers: Answers) -> Answers:
        return {"reason": self.reason.data}


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

    def show(self, answers: Answers) -> None:
        self.links.data = answers.get("links", "")

    def take(self, answers: Answers) -> Answers:
        return {"links": self.links.data}
