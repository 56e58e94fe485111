"""Fields for choosing: radios, checkboxes, a single checkbox, a drop-down."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, EnumType
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext
from markupsafe import Markup
from wtforms.validators import StopValidation

from ulss_tracker.web.forms.base import GovField, Params, Validator, Words, draw, gettext

_YES, _NO = "yes", "no"


@dataclass(frozen=True)
class Choice:
    """One thing to choose.

    `value` is what the browser sends; an Enum member may stand for its value. `hint` explains the
    choice. `divider` is a word shown before it, such as "or". `exclusive` marks the checkbox that
    unticks the others, such as "None of these".
    """

    value: Any
    label: Words
    hint: Words = ""
    divider: Words = ""
    exclusive: bool = False

    @cached_property
    def sent(self) -> str:
        """The value as the browser sends it."""
        return _sent(self.value)


def choices_of(members: Iterable[Any]) -> list[Choice]:
    """A choice for each of these members of an Enum (or for all: the class), by its own label."""
    return [Choice(member.value, member.label) for member in members]


Choices = Sequence[Choice] | Callable[[], Sequence[Choice]]


class _Chooses(GovField):
    """The base of the fields with choices.

    `choices` may be given when the form is declared, as a list or as a callable that is asked when
    the form is made, or set on the form afterwards. `coerce` turns what the browser sent into what
    is stored; ValueError means it was not offered. An Enum class does, and gives its own choices.
    """

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        choices: Choices | None = None,
        coerce: Callable[[str], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        if choices is None:
            choices = choices_of(coerce) if isinstance(coerce, EnumType) else ()
        self.choices: Sequence[Choice] = choices() if callable(choices) else choices
        self.coerce = coerce

    def coerced(self, value: Any) -> Any:
        """Convert `sent` to the value it stands for; ValueError when it was not offered."""
        if any(choice.sent == str(value) for choice in self.choices):
            return self.coerce(value)
        raise ValueError(gettext("Choose one of the answers shown"))


class _ChoosesOne(_Chooses):
    """Radios and drop-downs. `data` is None until something is chosen."""

    sent: str | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was sent; it is read when the form is checked, once its choices are known."""
        self.sent = str(valuelist[0]) if valuelist and valuelist[0] != "" else None
        self.data = self.sent

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if self.sent is None:
            return
        try:
            self.data = self.coerced(self.sent)
        except ValueError as error:
            self.data = None
            raise StopValidation(str(error)) from error

    def is_blank(self) -> bool:
        """Whether nothing was chosen; a choice that counts as false in Python is still chosen."""
        return self.data is None

    def chosen(self, choice: Choice) -> bool:
        """Whether `choice` is the one chosen."""
        return self.data is not None and choice.sent == _sent(self.data)


class RadiosField(_ChoosesOne):
    """Choose one, all choices in sight."""

    def __call__(self, **options: Any) -> Markup:
        """The legend, hint, error and radios.

        `reveals` maps a choice's value to the HTML shown when it is chosen; `inline` sets two
        short choices side by side.
        """
        inline = " govuk-radios--inline" if options.get("inline") else ""
        params = self.shared_params(options)
        params["classes"] = f"{params.get('classes', '')}{inline}".strip()
        return draw("radios", "govukRadios", params | _group_params(self, options))


class YesNoField(RadiosField):
    """Yes or no, in these words or plain. `data` is what was chosen, `answer` what it means.

    `unsaid` is a third choice, for an answer that is not known; without it that is left blank.
    """

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        yes: Words = "",
        no: Words = "",
        unsaid: Choice | None = None,
        **kwargs: Any,
    ) -> None:
        self._answers = {_YES: True, _NO: False}
        self._unsaid = unsaid.sent if unsaid else None
        choices = [
            Choice(_YES, yes or lazy_gettext("Yes")),
            Choice(_NO, no or lazy_gettext("No")),
            *([unsaid] if unsaid else []),
        ]
        super().__init__(label, validators, choices=choices, **kwargs)

    @property
    def answer(self) -> bool | None:
        """Whether it was yes; None while neither yes nor no was said."""
        return self._answers.get(self.data)

    def process_data(self, value: bool | None) -> None:
        """Take the answer to show from the record being edited."""
        self.data = self._unsaid if value is None else _YES if value else _NO


class SelectField(_ChoosesOne):
    """Choose one from a long list. `blank` is the words of the first, empty choice.

    Without it there is none: something is chosen from the start.
    """

    def __init__(
        self,
        label: Words | None = None,
        validators: Sequence[Validator] | None = None,
        *,
        blank: Words | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.blank = blank

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error and drop-down."""
        params = self.shared_params(options) | {
            "id": self.id,
            "name": self.name,
            "label": self.label_params(options),
            "items": self._items(),
        }
        return self.drawn("select", "govukSelect", params)

    def _items(self) -> list[Params]:
        value = None if self.data is None else _sent(self.data)
        items = [
            {"value": choice.sent, "text": str(choice.label), "selected": choice.sent == value}
            for choice in self.choices
        ]
        if self.blank is None:
            return items
        return [{"value": "", "text": str(self.blank)}, *items]


class CheckboxesField(_Chooses):
    """Choose any number. `data` is a list, empty when none is ticked."""

    sent: Sequence[str] | None = None

    def process_data(self, value: Any) -> None:
        """Take the ticks to show from the record being edited."""
        self.data = list(value or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what is ticked; a group with nothing ticked sends nothing and is an empty list."""
        self.sent = [str(value) for value in valuelist]
        self.data = list(self.sent)

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if self.sent is None:
            return
        try:
            self.data = [self.coerced(value) for value in self.sent]
        except ValueError as error:
            self.data = []
            raise StopValidation(str(error)) from error

    def chosen(self, choice: Choice) -> bool:
        """Whether `choice` is among those ticked."""
        return choice.sent in [_sent(value) for value in self.data]

    def __call__(self, **options: Any) -> Markup:
        """The legend, hint, error and checkboxes; `reveals` as for radios."""
        params = self.shared_params(options) | _group_params(self, options)
        return draw("checkboxes", "govukCheckboxes", params)


class CheckboxField(GovField):
    """One box to tick, such as a declaration. `data` is True or False."""

    def process_data(self, value: Any) -> None:
        """Take the tick to show from the record being edited."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An unticked box sends nothing."""
        self.data = bool(valuelist)

    def __call__(self, **options: Any) -> Markup:
        """The error and the box; `legend` puts a question above it."""
        params = self.shared_params({**options, "hint": ""}) | {
            "idPrefix": self.id,
            "name": self.name,
            "items": [
                {
                    "id": self.id,
                    "value": "yes",
                    "text": self.words(options),
                    "checked": self.data,
                    "hint": {"text": str(options.get("hint", self.hint))},
                }
            ],
        }
        if "legend" in options:
            params["fieldset"] = self.fieldset_params({**options, "label": options["legend"]})
        return self.drawn("checkboxes", "govukCheckboxes", params)


def _sent(value: Any) -> str:
    """`value` as the browser sends it."""
    return str(value.value if isinstance(value, Enum) else value)


def _group_params(field: RadiosField | CheckboxesField, options: Params) -> Params:
    reveals: Mapping[str, Markup] = options.get("reveals", {})
    items: list[Params] = []
    for number, choice in enumerate(field.choices, start=1):
        if choice.divider:
            items.append({"divider": str(choice.divider)})
        items.append(
            {
                "id": field.id if number == 1 else f"{field.id}-{number}",
                "value": choice.sent,
                "text": str(choice.label),
                "checked": field.chosen(choice),
                "hint": {"text": str(choice.hint)},
                "behaviour": "exclusive" if choice.exclusive else "",
                "conditional": {"html": reveals.get(choice.sent, "")},
            }
        )
    return {
        "idPrefix": field.id,
        "name": field.name,
        "fieldset": field.fieldset_params(options),
        "items": items,
    }
