"""Which columns a list shows, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from ulss_tracker.services.core.table import Column, Table
from ulss_tracker.web.forms.base import words_in
from ulss_tracker.web.forms.choices import CheckboxesField, Choice

_MOST_DIGITS = 2
_PLACE = "place-"


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column in the form: whether it is shown, and the number of its place as typed.

    `tick` is the id of its box.
    """

    column: Column
    is_shown: bool
    place: str
    tick: str


class ColumnsField(CheckboxesField):
    """Tick the columns to show, each numbered by its place among them.

    An address says the columns alone, in their order. The form sends numbers beside them, which
    `data` follows; `is_numbered` says so, and the page leads on to the address without them.
    """

    def __init__(self, table: Table, **kwargs: Any) -> None:
        first, last = (
            " and ".join(column.heading for column in table.named(names))
            for names in (table.first, table.last)
        )
        hint = (
            "Tick those to show, and number them in the order you want, from the left. "
            f"{first} always come{'s' if len(table.first) == 1 else ''} first, {last} last. "
            f"{table.columns_note}"
        )
        choices = [Choice(column.name, column.heading) for column in table.choosable]
        super().__init__("Columns", choices=choices, hint=hint.rstrip(), **kwargs)
        self.columns = {column.name: column for column in table.choosable}
        self.places: dict[str, str] = {}
        self.wrong = ""

    @property
    def error_anchor(self) -> str:
        """The number that cannot be read, or the first tick."""
        return f"{_PLACE}{self.wrong}" if self.wrong else str(self.id)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the ticks, and the numbers in the order in which they stood in the form."""
        keys = [str(key) for key in formdata or ()]
        names = [key.removeprefix(_PLACE) for key in keys if key.startswith(_PLACE)]
        self.places = {
            name: words_in(formdata, _PLACE + name).strip()
            for name in names
            if name in self.columns
        }
        super().process(formdata, data, extra_filters)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep each column that is ticked, once; an old address may name one that is gone."""
        names = [name for name in dict.fromkeys(valuelist) if name in self.columns]
        super().process_formdata(names)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no column, and a place that is no number; then put them in order."""
        super().pre_validate(form)
        for name in self.data:
            place = self.places.get(name, "")
            if place and not (place.isascii() and place.isdecimal() and len(place) <= _MOST_DIGITS):
                self.wrong, words = name, self.columns[name].heading
                raise ValidationError(f"The place of “{words}” must be a number, such as 2")
        self.data = sorted(self.data, key=self._place)

    def _place(self, name: str) -> tuple[int, int]:
        """Sort by the number typed; one moved to another's place takes it. Without one, last."""
        place = self.places.get(name, "")
        if not place:
            return 10**_MOST_DIGITS, 0
        was = list(self.places).index(name) + 1
        return int(place), (int(place) > was) - (int(place) < was)

    @property
    def is_numbered(self) -> bool:
        """Whether the form was sent, and what it says can be read."""
        return bool(self.places) and not self.errors

    def shown(self, at_first: Iterable[str] = ()) -> list[str]:
        """The names of those to show, in order: those chosen, or `at_first`, or all."""
        self.data = list(self.data or at_first or self.columns)
        return list(self.data)

    @property
    def rows(self) -> list[ColumnRow]:
        """Every column as the form has it: those shown first, in their order."""
        if self.errors and self.places:
            ticked, places = set(self.sent or ()), self.places
        else:
            ticked = set(self.data)
            places = {name: str(at) for at, name in enumerate(self.data, 1)}
        return [
            ColumnRow(
                self.columns[name],
                name in ticked,
                places.get(name, ""),
                f"{self.id}-{name}" if at else str(self.id),
            )
            for at, name in enumerate(dict.fromkeys([*places, *self.columns]))
        ]
