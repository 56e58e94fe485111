"""Fields for choosing: radios, checkboxes, a single checkbox, a drop-down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from markupsafe import Markup
from wtforms import SelectField as WTSelectField
from wtforms import SelectMultipleField as WTSelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation

from ulss_tracker.web.fields.base import GovField, Params, Words, draw


@dataclass
class Choice(SelectChoice):
    """One thing to choose.

    `hint` explains it. `divider` is a word shown before it, such as "or". `exclusive` marks the
    checkbox that unticks the others, such as "None of these".
    """

    hint: Words = ""
    divider: Words = ""
    exclusive: bool = False


class _ChoosesOne(GovField, WTSelectField):
    """What radios and drop-downs share. `data` is None until something is chosen.

    `choices` is a list of Choice, or a callable that gives one; `coerce` turns the posted value
    into the stored one (an Enum class does).
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the choice; none, or the blank one, is None."""
        self.data = None
        if valuelist and valuelist[0] != "":
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if self.process_errors:
            self.errors = [_not_offered()]
            raise StopValidation()
        if self.data is not None and not any(self.chosen(choice) for choice in self.choices):
            raise StopValidation(_not_offered())

    def is_blank(self) -> bool:
        """Whether nothing was chosen; a choice whose value is 0 or "" counts as chosen."""
        return self.data is None

    def chosen(self, choice: SelectChoice) -> bool:
        """Whether `choice` is the one chosen."""
        return bool(self.data is not None and self.coerce(choice.value) == self.data)


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


class SelectField(_ChoosesOne):
    """Choose one from a long list. `blank` is the words of the first, empty choice."""

    def __init__(self, label: Words | None = None, *, blank: Words = "", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.blank = blank

    def __call__(self, **options: Any) -> Markup:
        """The label, hint, error and drop-down."""
        items: list[Params] = [{"value": "", "text": str(self.blank)}]
        items += [
            {"value": str(choice.value), "text": str(choice.label), "selected": self.chosen(choice)}
            for choice in self.choices
        ]
        params = self.shared_params(options) | {
            "id": self.id,
            "name": self.name,
            "label": self.label_params(options),
            "items": items,
        }
        return draw("select", "govukSelect", params)


class CheckboxesField(GovField, WTSelectMultipleField):
    """Choose any number. `data` is a list, empty when none is ticked."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what is ticked; an unticked group posts nothing and is an empty list."""
        super().process_formdata(valuelist)

    def process_data(self, value: Any) -> None:
        """Take the ticks to show from the record being edited."""
        super().process_data(value or [])

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        offered = [self.coerce(choice.value) for choice in self.choices]
        if self.process_errors or any(value not in offered for value in self.data or []):
            self.errors = [_not_offered()]
            raise StopValidation()

    def chosen(self, choice: SelectChoice) -> bool:
        """Whether `choice` is among those ticked."""
        return self.coerce(choice.value) in (self.data or [])

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
        """An unticked box posts nothing."""
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
        return draw("checkboxes", "govukCheckboxes", params)


def _group_params(field: RadiosField | CheckboxesField, options: Params) -> Params:
    reveals: Mapping[str, Markup] = options.get("reveals", {})
    items: list[Params] = []
    for number, choice in enumerate(field.choices, start=1):
        hint, divider, exclusive = _extras(choice)
        if divider:
            items.append({"divider": divider})
        value = str(choice.value)
        items.append(
            {
                "id": field.id if number == 1 else f"{field.id}-{number}",
                "value": value,
                "text": str(choice.label),
                "checked": field.chosen(choice),
                "hint": {"text": hint},
                "behaviour": "exclusive" if exclusive else "",
                "conditional": {"html": reveals.get(value, "")},
                "attributes": choice.render_kw,
            }
        )
    return {
        "idPrefix": field.id,
        "name": field.name,
        "fieldset": field.fieldset_params(options),
        "items": items,
    }


def _extras(choice: SelectChoice) -> tuple[str, str, bool]:
    if isinstance(choice, Choice):
        return str(choice.hint), str(choice.divider), choice.exclusive
    return "", "", False


def _not_offered() -> str:
    return gettext("Choose one of the answers shown")
