"""The questions about the date of sentence: the date, which day their words mean, is it right."""

from datetime import date

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField

from ulss_tracker import clock
from ulss_tracker.web.core.sentence_day_words import ask_back
from ulss_tracker.web.forms import Choice, DateField, NotAfter, RadiosField, TextField
from ulss_tracker.web.public.answers import (
    LONGEST_WORDS,
    Answers,
    days_mark,
    days_read,
    reopening,
)
from ulss_tracker.web.public.step_form import StepForm

UNKNOWN = "unknown"
# What a changed date, or other words for it, leaves to be answered.
_ASKED_AGAIN: Answers = {
    "which_day": None,
    "day_meant": None,
    "days_asked": None,
    "date_is_right": None,
}


class DateForm(StepForm):
    """When the sentence was passed: a date, or what is known of it."""

    sentenced_on = DateField(
        lazy_gettext("When was the sentence passed?"),
        noun=lazy_gettext("Date of sentence"),
        hint=lazy_gettext(
            "The day the judge passed the sentence, not the day of the crime or of the trial."
            " For example, 27 3 2026."
        ),
        validators=[
            NotAfter(clock.today, lazy_gettext("Date of sentence must be today or in the past")),
        ],
    )
    sentenced_text = TextField(
        lazy_gettext("What you know about the date"),
        hint=lazy_gettext("Such as “early March 2026” or “last Tuesday”. You can leave it blank."),
        max_length=LONGEST_WORDS,
    )

    def show(self, answers: Answers) -> None:
        day = answers.get("sentenced_on")
        self.sentenced_on.process(None, date.fromisoformat(day) if day else None)
        self.sentenced_text.data = answers.get("sentenced_text", "")

    def take(self, answers: Answers) -> Answers:
        day: date | None = self.sentenced_on.data
        values = {
            "sentenced_on": day.isoformat() if day else None,
            "sentenced_text": self.sentenced_text.data,
        }
        return reopening(values, answers, _ASKED_AGAIN)


class CheckDateForm(StepForm):
    """A date that looks odd is asked about once, and kept whatever the answer."""

    table = "check-date"

    def show(self, answers: Answers) -> None:
        self["is_right"].data = answers.get("date_is_right")

    def take(self, answers: Answers) -> Answers:
        return {"date_is_right": self["is_right"].data}


class WhichDayForm(StepForm):
    """Asks back which day their words mean; where none is read in them, roughly when it was.

    Words that are changed here are asked about again, as far as a day is read in them. `meant` is
    the day or days that were shown: a day in words moves on at midnight.
    """

    which_day = RadiosField(required=lazy_gettext("Choose whether that is the day you mean"))
    sentenced_text = TextField(
        lazy_gettext("What you know about the date"),
        hint=lazy_gettext(
            "A month helps, such as “March 2026”. So does the date on a letter or a news report"
            " about the sentence."
        ),
        max_length=LONGEST_WORDS,
    )
    meant = HiddenField()

    def prepare(self, answers: Answers) -> None:
        self.days = days_read(answers)
        self.meant.data = self.meant.data or days_mark(self.days)
        if self.days is None:
            del self.which_day
            return
        self.which_day.label.text = ask_back(self.days)
        self.which_day.choices = [
            Choice("yes", gettext("Yes")),
            Choice("no", gettext("No, it was another day")),
            Choice(UNKNOWN, gettext("I am not sure")),
        ]

    def show(self, answers: Answers) -> None:
        self.sentenced_text.data = answers.get("sentenced_text", "")
        if self.days is not None and answers.get("days_asked") == days_mark(self.days):
            self.which_day.data = answers.get("which_day")

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field: the day asked about must still be the one that the words mean."""
        is_valid = super().validate(extra_validators)
        now_meant = days_mark(self.days)
        if self.meant.data == now_meant:
            return bool(is_valid)
        self.meant.data = now_meant
        self.form_errors.append(
            gettext("Your words mean another day than when this page was opened. Look again")
        )
        return False

    def take(self, answers: Answers) -> Answers:
        words = self.sentenced_text.data
        if words != answers.get("sentenced_text", ""):
            return _ASKED_AGAIN | {"sentenced_text": words}
        if self.days is None:
            return {"sentenced_text": words}
        answer = self.which_day.data
        # A day still to come is kept in words: nothing is counted from it.
        is_stated = answer == "yes" and self.days.is_day and self.days.latest <= clock.today()
        values = {
            "which_day": answer,
            "day_meant": self.days.earliest.isoformat() if is_stated else None,
            "days_asked": days_mark(self.days),
        }
        return reopening(values, answers, {"date_is_right": None})
