"""The fields and forms that pages of several kinds of casework share."""

from typing import Any

from flask import url_for
from wtforms import IntegerField
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from ulss_tracker import clock
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offence import Question
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    MomentField,
    NotAfter,
    PickerField,
    RadiosField,
    SelectField,
    TextAreaField,
    VersionedForm,
    pickers,
)

_KEEP_WORDS = "None of these: keep my own words"


def court_picker(label: str, **kwargs: Any) -> PickerField:
    """The field that asks for a court."""
    return PickerField(
        label,
        find=pickers.find_courts,
        look_up=pickers.look_up_court,
        suggest_url=lambda: url_for("casework.suggest_courts"),
        none_label=_KEEP_WORDS,
        settle=pickers.settled_court,
        **kwargs,
    )


def past_moment(
    label: str,
    *,
    noun: str = "The day and time",
    required: str | None = "Enter when it was",
    **kwargs: Any,
) -> MomentField:
    """The field that asks when something happened."""
    limit = NotAfter(clock.now, f"{noun} must be now or in the past")
    return MomentField(label, noun=noun, required=required, validators=[limit], **kwargs)


def past_day(label: str, *, noun: str | None = None, **kwargs: Any) -> DateField:
    """The field that asks on which day something happened."""
    limit = NotAfter(clock.today, f"{noun or label} must be today or in the past")
    return DateField(label, noun=noun, validators=[limit], **kwargs)


def order_kind_field(*, optional: bool = False) -> SelectField:
    """The field that asks for the kind of order a sentence is."""
    required = None if optional else "Choose the kind of order"
    return SelectField(
        "Kind of order", required=required, optional=optional, coerce=OrderKind, blank="Choose"
    )


def sentence_words_field(*, rows: int, optional: bool = False) -> TextAreaField:
    """The field that asks for a sentence in the court's own words."""
    return TextAreaField(
        "The sentence, in full",
        required=None if optional else "Enter the sentence",
        optional=optional,
        hint="For example, 4 years’ imprisonment and disqualified from driving for 6 years",
        max_length=2000,
        rows=rows,
    )


def offence_picker(label: str, **kwargs: Any) -> PickerField:
    """The field that asks for an offence."""
    return PickerField(
        label,
        find=pickers.find_offences,
        look_up=pickers.look_up_offence,
        suggest_url=lambda: url_for("casework.suggest_offences"),
        none_label=_KEEP_WORDS,
        **kwargs,
    )


def question_field(question: Question, *, may_be_unknown: bool = True) -> RadiosField:
    """The field that asks what an offence turns on; it may be left as not known yet."""
    choices = [Choice(answer.value, answer.text) for answer in question.answers]
    unknown = [Choice("", "Not known yet", divider="or")] if may_be_unknown else []
    return RadiosField(question.text, hint=question.hint, choices=choices + unknown)


class PressForm(VersionedForm):
    """A form with nothing to fill in: a button."""


class WantedWith:
    """Refuse a blank answer where the form's field `name` is answered, with `message`."""

    def __init__(self, name: str, message: str) -> None:
        self.name, self.message = name, message

    def __call__(self, form: Any, field: Any) -> None:
        if field.is_blank() and not form[self.name].is_blank():
            raise StopValidation(self.message)


def hidden_number() -> IntegerField:
    """A whole number that the page carries and nobody types: the version of a record."""
    return IntegerField(widget=HiddenInput())
