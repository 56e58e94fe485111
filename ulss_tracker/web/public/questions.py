"""The questions of the public form, from their table (`questions.toml`): a form's fields by name.

A form takes those of the table that it names: `table = "contact"`. Words are shown in
the page's language; `ulss_tracker/translations/law.py` collects them for translation.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ulss_tracker.web.forms import Choice, GovForm
from ulss_tracker.web.forms.tables import table_field

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
    choices = None
    if "choices" in row or "choices_of" in row:
        words = choices_of(row.get("choices_of", question))
        choices = [Choice(value, label) for value, label in words.items()]
    return table_field(row, choices, words=lazy_gettext)
