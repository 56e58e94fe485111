"""Lists as a person asks for them: filtered, sorted, a page at a time, by an address to share.

A page makes its `Listing` from the address; the template draws it with `components/list.html`.
See docs/lists.md.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import EnumType
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from flask import abort, redirect, render_template, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context, Macro
from wtforms import HiddenField

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.services.core import paging, teams
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import Column, Filter, FilterKind, Place, Table, file_words
from ulss_tracker.services.protection import audit
from ulss_tracker.web.core.filters import short_date, short_moment
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    ColumnsField,
    DateField,
    QueryForm,
    SelectField,
    TextField,
    choices_of,
)

_MOST_BY_LAPTOP = 5
"""So many chosen columns have room on the screen of a laptop."""
_CELL = "_cell"


class SearchedField(HiddenField):
    """Words that were searched for: read by the key that the address has, and never in it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the words of the key. Raises `NotFound`, also once they are forgotten."""
        self.data = audit.search_of(valuelist[0]).searched if any(valuelist) else None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else ""


class FilterForm(QueryForm):
    """The fields that narrow a list. What cannot be read narrows nothing and shows its error."""

    def values(self) -> dict[str, Any]:
        """Read the value of each field that was filled in; those with an error are left out."""
        self.validate()
        return {
            field.name: field.data
            for field in self
            if not field.errors and field.data not in (None, "", [])
        }


def team_choices() -> list[Choice]:
    """Every team, to narrow a list by."""
    return [Choice(number, name) for number, name in teams.names()]


@dataclass(frozen=True, slots=True)
class Tag:
    """One filter in use, in words, and the address of the list without it."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """How one list was asked for: its filters as typed, its order, and where its page starts.

    `path` is its address without any of that. `kept` are fields that choose which list it is, and
    do not narrow it: a state, a person. `filters` are the values of those that can be read, by
    name, and `columns` those shown, in their order.
    """

    table: Table
    path: str
    ordering: Ordering
    descending: bool
    after: str | None
    form: FilterForm
    typed: Mapping[str, Sequence[str]]
    kept: Sequence[str]
    filters: Mapping[str, Any]
    columns: Sequence[Column]

    def without(self, *names: str) -> "Listing":
        """The list without these columns."""
        return replace(self, columns=[item for item in self.columns if item.name not in names])

    @property
    def has_errors(self) -> bool:
        """Whether a filter cannot be read, and so narrows nothing."""
        return bool(self.form.errors)

    @property
    def chosen_columns(self) -> ColumnsField | None:
        """The field that chooses its columns; None where they are always the same."""
        return getattr(self.form, "columns", None)

    @property
    def fields(self) -> list[Any]:
        """The fields of its filters."""
        return [field for field in self.form if field.name not in self.kept]

    @property
    def has_choices(self) -> bool:
        """Whether it is narrowed by anything but words."""
        return any(not isinstance(field, SearchedField) for field in self.fields)

    @property
    def on_paper(self) -> list[Column]:
        """Its columns but for those by which something is done."""
        return [column for column in self.columns if column.name not in self.table.last]

    @property
    def is_full(self) -> bool:
        """Whether more columns are shown than a laptop has room for."""
        field = self.chosen_columns
        return field is not None and len(field.data) > _MOST_BY_LAPTOP

    @property
    def heads(self) -> Column:
        """The column that is the heading of its row."""
        heads = (column for column in self.columns if column.name == self.table.heads)
        return next(heads, self.columns[0])

    @property
    def order_words(self) -> str:
        """Its order, as paper says it: "by court, in reverse"."""
        column = self.table.column_of(self.ordering)
        words = self.ordering.words or (column.heading.lower() if column else self.ordering.name)
        return f"by {words}, in reverse" if self.descending else f"by {words}"

    @property
    def place(self) -> Place:
        """The page that the address asks for."""
        return Place(by=self.ordering, descending=self.descending, after=self.after)

    def every(self, page: Callable[..., Rows[Any]]) -> Iterator[Any]:
        """Every row, on whatever page, to take away: `page` gives those of the filters by place."""
        position = {"by": self.ordering, "descending": self.descending}
        return paging.every(partial(page, self.filters, **position))

    @property
    def parameters(self) -> dict[str, Sequence[str]]:
        """Everything that the address says but its page: filters, columns in their order, order."""
        return {**self.typed, "sort": [self._sort_word()]}

    def href(self, **changes: Any) -> str:
        """This list's address with `changes`; a page other than the first must be asked for."""
        return self._address({**self.parameters, **changes})

    def next_href(self, after: str | None) -> str:
        """The next page's address; "" when this is the last."""
        return self.href(after=after) if after else ""

    @property
    def first_href(self) -> str:
        """The first page's address; "" when this is the first."""
        return self.href() if self.after else ""

    @property
    def clear_href(self) -> str:
        """The whole list, in the same order."""
        values = {name: self.typed[name] for name in self.kept if name in self.typed}
        return self._address({**values, "sort": self._sort_word()})

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter was filled in."""
        return bool(set(self.typed) - set(self.kept))

    @property
    def tags(self) -> list[Tag]:
        """The filters in use, each to be taken away by itself."""
        tags = []
        for filter_field in self.form:
            names = [name for name in self.typed if is_of(name, filter_field.name)]
            if names and filter_field.name not in self.kept and not filter_field.errors:
                href = self.href(**dict.fromkeys(names))
                tags.append(Tag(filter_words(filter_field, self.typed[names[0]]), href))
        return tags

    @property
    def query(self) -> str:
        """The address of the list as it is shown, without its page: the same for the same view."""
        return urlencode(sorted(self.parameters.items()), doseq=True)

    def sort_href(self, name: str) -> str:
        """The list ordered by `name`; the other way round when it is already."""
        turned = name == self.ordering.name and not self.descending
        return self.href(sort=f"-{name}" if turned else name)

    def sorted_as(self, name: str) -> str:
        """The heading's `aria-sort`: "none" where the list is ordered by something else."""
        if name != self.ordering.name:
            return "none"
        return "descending" if self.descending else "ascending"

    def _address(self, values: Mapping[str, Any]) -> str:
        query = {name: value for name, value in values.items() if value is not None}
        return f"{self.path}?{urlencode(query, doseq=True)}"

    def _sort_word(self) -> str:
        return f"-{self.ordering.name}" if self.descending else self.ordering.name


def is_of(name: str, field_name: str) -> bool:
    """Whether an input is of this field: a date has three."""
    return name == field_name or name.startswith(f"{field_name}-")


def filter_words(field_: Any, typed: Sequence[str]) -> str:
    """A filter in use, as a tag says it: its label, and what was chosen or typed."""
    label = str(field_.label.text)
    if isinstance(field_.data, date):
        return f"{label}: {short_date(field_.data)}"
    if field_.data is True:
        return label
    if isinstance(field_, SearchedField):
        return f"{label}: {field_.data}"
    choices = getattr(field_, "choices", None) or ()
    labels = {str(choice.sent): str(choice.label) for choice in choices if hasattr(choice, "sent")}
    return f"{label}: {', '.join(labels.get(value, value) for value in typed)}"


@cache
def filter_form(table: Table, base: type[FilterForm] = FilterForm) -> type[FilterForm]:
    """The form of a list's filters, and of its columns where they may be chosen.

    `base` has what else the page asks.
    """
    fields: dict[str, Any] = {item.name: _field(item) for item in table.filters}
    if table.choosable:
        fields["columns"] = ColumnsField(table)
    return base.with_fields("TableFilters", fields)


def _field(item: Filter) -> Any:
    match item.kind:
        case FilterKind.TICK:
            return CheckboxField(item.label)
        case FilterKind.DAY:
            return DateField(item.label)
        case FilterKind.WORDS:
            return TextField(item.label, width=20, max_length=45)
        case FilterKind.SEARCHED:
            return SearchedField(item.label)
        case FilterKind.KEPT:
            return HiddenField()
    return SelectField(
        item.label, blank=item.blank, choices=lambda: _choices(item.choices), coerce=item.read
    )


def _choices(members: Any) -> list[Choice]:
    if isinstance(members, EnumType):
        return choices_of(members)
    pairs = members if isinstance(members, Iterable) else members()
    return [
        Choice(pair.value, pair.label) if isinstance(pair, LabelledEnum) else Choice(*pair)
        for pair in pairs
    ]


def of(
    table: Table,
    form: FilterForm | None = None,
    *,
    kept: Sequence[str] = (),
    without: Container[str] = (),
    is_beside: bool = False,
) -> Listing:
    """The list as the address asks for it; columns just chosen lead on to the address that says so.

    `form` has its filters, where they are not the table's own, and `kept` are what else in the
    address chooses which list it is. An order that is not offered is the usual one. The columns
    named in `without` are not for this reader. `is_beside`: something stands beside the list, and
    fewer columns are shown unless they were chosen.
    """
    form = form or filter_form(table)(request.args)
    orders = {ordering.name: ordering for ordering in table.orderings}
    sort = request.args.get("sort", "")
    word = sort if sort.removeprefix("-") in orders else table.default
    fields = tuple(field.name for field in form)
    # A box that is not ticked narrows nothing.
    filters = {name: value for name, value in form.values().items() if value is not False}
    filters.pop("columns", None)
    shown = Listing(
        table=table,
        path=request.script_root + quote(request.path),
        ordering=orders[word.removeprefix("-")],
        descending=word.startswith("-"),
        after=request.args.get("after"),
        form=form,
        typed={
            name: values
            for name, values in request.args.lists()
            if name.startswith(fields) and any(values)
        },
        kept=[
            *kept,
            "columns",
            *(item.name for item in table.filters if item.kind is FilterKind.KEPT),
        ],
        filters=filters,
        columns=[column for column in table.on_page if column.name not in without],
    )
    if not table.choosable:
        return shown
    field: ColumnsField = form["columns"]
    if field.is_numbered:
        abort(redirect(shown.href(columns=field.data)))
    names = field.shown(table.beside if is_beside else table.at_first)
    return replace(shown, columns=table.named([*table.first, *names, *table.last]))


def whole(table: Table, page: str) -> Listing:
    """The list as the address asks for it, to take away; to its `page` where a filter is wrong."""
    shown = of(table)
    if shown.has_errors:
        # What is taken away must not be of more than was asked for.
        parameters: dict[str, Any] = shown.parameters
        abort(redirect(url_for(page, **parameters)))
    return shown


def show(template: str, table: Table, read: Callable[..., Any], **context: Any) -> str:
    """The page that is one list: `read` gives its page of rows, by its filters and its place."""
    shown = of(table)
    page = read(shown.filters, **shown.place)
    return render_template(template, page=page, shown=shown, **context)


@pass_context
def cells(context: Context) -> dict[str, Macro]:
    """The macros of the template that draw a cell, by the name of its column: NAME_cell."""
    return {
        name.removesuffix(_CELL): macro
        for name, macro in context.get_all().items()
        if name.endswith(_CELL) and isinstance(macro, Macro)
    }


def page_words(row: Any, column: Column) -> str | int:
    """The value that a row has in a column, as a page says it."""
    value = column.of(row)
    match value:
        case datetime():
            return short_moment(value)
        case date():
            return short_date(value)
    return file_words(value)
