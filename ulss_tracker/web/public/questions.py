"""The questions of the public form, from their table (`questions.toml`): a form's fields by name.

A form takes those of the table that it names: `table = "contact"`. Words are shown in
the page's language; `ulss_tracker/translations/law.py` collects them for translation.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ulss_tracker import clock
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    EmailField,
    GovForm,
    NameField,
    NotAfter,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
)

_KINDS = {
    "date": DateField,
    "email": EmailField,
    "name": NameField,
    "phone": PhoneField,
    "radios": RadiosField,
    "text": TextField,
    "words": TextAreaField,
    "yes_no": YesNoField,
}
_WORDS = frozenset({"hint", "noun", "no", "required"})
TABLE: Mapping[str, Mapping[str, Mapping[str, Any]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text("utf-8")
)


class TableForm(GovForm):
    """A form that has the fields of the table of questions that it names."""

    table = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, field in (fields_of(cls.table) if "table" in vars(cls) else {}).items():
            setattr(cls, name, field)


def choices_of(question: str) -> dict[str, LazyString]:
    """The words of each choice of a question ("contact.email"), by its value."""
    table, _, name = question.partition(".")
    row = TABLE[table][name]
    return {value: lazy_gettext(words) for value, words in row["choices"].items()}


def fields_of(table: str) -> dict[str, Any]:
    """The fields of one form, unbound, in the order of the table."""
    return {name: _field(f"{table}.{name}", row) for name, row in TABLE[table].items()}


def _field(question: str, row: Mapping[str, Any]) -> Any:
    options = {
        name: lazy_gettext(value) if name in _WORDS else value
        for name, value in row.items()
        if name not in {"kind", "label", "choices", "choices_of", "unsaid", "not_after"}
    }
    if "choices" in row or "choices_of" in row:
        choices = choices_of(row.get("choices_of", question))
        options["choices"] = [Choice(value, words) for value, words in choices.items()]
    if "unsaid" in row:
        options["unsaid"] = Choice("not_known", lazy_gettext(row["unsaid"]))
    if "not_after" in row:
        options["validators"] = [NotAfter(clock.today, lazy_gettext(row["not_after"]))]
    return _KINDS[row["kind"]](lazy_gettext(row["label"]), **options)
