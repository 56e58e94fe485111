"""A list declared once: its columns by name, its orders, its filters. See docs/lists.md.

The page, its headings, the columns that may be chosen, the paper and the file all follow it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import Enum, EnumType, auto
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker import clock
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.core import paging
from ulss_tracker.services.core.paging import Ordering, Rows


class Place(TypedDict, total=False):
    """Which page of a list: its order, which way round, and the key that it starts after."""

    by: Ordering
    descending: bool
    after: str | None


class SizedPlace(Place, total=False):
    """The same, and how many rows a page has."""

    size: int


NO_FILTERS: Mapping[str, Any] = {}
"""The filters of a whole list."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    `value` gives a row's plain value, which a file writes, and a page where its template has no
    macro `NAME_cell`; without it, that is the row's attribute of the column's name. The heading
    sorts by `order`; `group` gives the words over the rows that then stand together. `classes` are
    of the cell and its heading. `file_heading` is the heading of a file, where that is another.
    """

    name: str
    heading: str
    value: Callable[[Any], Any] | None = None
    order: Ordering | None = None
    group: Callable[[Any], str] | None = None
    classes: str = ""
    file_heading: str = ""
    only_in_file: bool = False
    only_on_page: bool = False

    def of(self, row: Any) -> Any:
        """The plain value that a row has in it."""
        return self.value(row) if self.value else getattr(row, self.name)


def in_file(name: str, heading: str, value: Callable[[Any], Any] | None = None) -> Column:
    """A column of the file alone."""
    return Column(name, heading, value, only_in_file=True)


class FilterKind(Enum):
    """The kind of field that a filter is filled in by."""

    CHOICE = auto()
    TICK = auto()
    DAY = auto()
    WORDS = auto()
    SEARCHED = auto()
    """Words, perhaps a person's name: posted, and in the address by the key of the audit alone."""
    KEPT = auto()
    """By links alone: it chooses which list this is, and narrows nothing."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list: its field, and the condition that its value sets.

    `where` is the column that must hold the value, or gives the condition of it; without it, the
    list's own service reads the value. `choices` are members of an enumeration, or pairs of what
    the address says and words for it; a function is asked for them each time. `coerce` reads what
    the address says, where that is no such member. `blank` are the words of no choice.
    """

    name: str
    label: str
    where: Callable[[Any], ColumnElement[bool]] | InstrumentedAttribute[Any] | None = None
    choices: Iterable[Any] | Callable[[], Iterable[Any]] = ()
    blank: str | None = None
    coerce: Callable[[str], Any] = str
    kind: FilterKind = FilterKind.CHOICE

    def conditions(self, value: Any) -> list[ColumnElement[bool]]:
        """The conditions that this value sets."""
        if self.where is None:
            return []
        if isinstance(self.where, InstrumentedAttribute):
            return [self.where == value]
        return [self.where(value)]

    def read(self, word: str) -> Any:
        """The value that the address says by this word. Raises `ValueError`."""
        return self.choices(word) if isinstance(self.choices, EnumType) else self.coerce(word)


def days(moment: Any, first: tuple[str, str], last: tuple[str, str]) -> tuple[Filter, Filter]:
    """The filters of the days in London, both included, between which a moment lies.

    `first` and `last` are the name and the label of each.
    """
    return (
        Filter(*first, lambda day: moment >= clock.start_of(day), kind=FilterKind.DAY),
        Filter(*last, lambda day: moment < clock.end_of(day), kind=FilterKind.DAY),
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """A list: its title, its columns, its filters, and the order that nobody has to ask for.

    The columns named in `first` and `last` always stand there, and those between are chosen and
    ordered by whoever looks: `at_first` until then, and `beside` where something stands beside the
    list. Where none is named, every column stands as declared. `orders` are those that no heading
    sorts by. `default` is an order's name, with "-" before it for downwards. `heads` names the
    column that is the heading of its row, where that is not the first.
    """

    title: str
    columns: Sequence[Column]
    default: str = ""
    filters: Sequence[Filter] = ()
    orders: Sequence[Ordering] = ()
    first: Sequence[str] = ()
    last: Sequence[str] = ()
    at_first: Sequence[str] = ()
    beside: Sequence[str] = ()
    columns_note: str = ""
    heads: str = ""

    @property
    def orderings(self) -> list[Ordering]:
        """Every order that may be asked for."""
        return [*self.orders, *(column.order for column in self.columns if column.order)]

    @property
    def on_page(self) -> list[Column]:
        """Every column that a page may show, as declared."""
        return [column for column in self.columns if not column.only_in_file]

    @property
    def in_file(self) -> list[Column]:
        """Every column of the file."""
        return [column for column in self.columns if not column.only_on_page]

    @property
    def choosable(self) -> list[Column]:
        """The columns that may be left out; none where nothing is chosen."""
        fixed = {*self.first, *self.last}
        return [column for column in self.on_page if fixed and column.name not in fixed]

    def named(self, names: Iterable[str]) -> list[Column]:
        """The columns with these names, in their order."""
        columns = {column.name: column for column in self.columns}
        return [columns[name] for name in names]

    def column_of(self, order: Ordering) -> Column | None:
        """The column whose heading sorts by this."""
        return next((column for column in self.columns if column.order is order), None)

    def rows(
        self,
        query: Select[*tuple[Any, ...]],
        filters: Mapping[str, Any],
        **place: Unpack[SizedPlace],
    ) -> Rows[Any]:
        """A page of the query's rows that these filters leave, ordered as usual unless asked."""
        usual = {order.name: order for order in self.orderings}[self.default.removeprefix("-")]
        position: SizedPlace = {"by": usual, "descending": self.default.startswith("-"), **place}
        return paging.rows(query.where(*self.conditions(filters)), **position)

    def conditions(self, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        """The conditions that these values of filters set, by name."""
        return [
            condition
            for filter_ in self.filters
            if filter_.name in filters
            for condition in filter_.conditions(filters[filter_.name])
        ]


def file_words(value: Any) -> str | int:
    """A plain value as a file says it: moments by the clock in London, days by the calendar."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case LabelledEnum():
            return value.label
        case datetime():
            return f"{value.astimezone(clock.LONDON):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case int():
            return value
    return str(value)


def read(value: Any, otherwise: Any = None) -> Any:
    """A field of a row, as the list's statement reads it; `otherwise`, as its second one does."""
    return field(metadata={"read": (value, value if otherwise is None else otherwise)})


def read_columns(row: type[Any], statement: int = 0) -> list[ColumnElement[Any]]:
    """The columns that the list's first or second statement reads, named as the row's fields."""
    read = [field for field in fields(row) if field.metadata]
    return [field.metadata["read"][statement].label(field.name) for field in read]
