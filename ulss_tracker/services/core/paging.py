"""Long lists a page at a time: the key of the last row says where the next page starts.

A key and not a page number, so that a row that moves while somebody reads is neither lost nor seen
twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker.models import db

Row = TypeVar("Row")

_LARGEST = 2**31 - 1  # what both databases can compare an id with
_MOST_DIGITS = 10
PAGE = 50
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Ordering:
    """One way to order a list: `column`, and its own `id` where two rows have the same.

    `is_personal`: the column holds people's names, so that the page's key holds the row's number
    alone and the name is looked up. Rows with nothing in the column come last either way. `number`:
    the id of what is listed, where the column is another model's, joined to it where there is one;
    `through`, where it is personal, the relationship to that model. With a `value`, which every row
    has, rows are ordered by that, either way round, and upwards by the column where it is the same;
    the page's key holds the row's number alone. `narrow` gives such a value where no column holds
    it, with the query of the rows that may be on the page. `words` say what it orders by, where the
    heading of its column does not.
    """

    name: str
    column: InstrumentedAttribute[Any]
    is_personal: bool = False
    number: InstrumentedAttribute[Any] | None = None
    through: InstrumentedAttribute[Any] | None = None
    value: ColumnElement[Any] | None = None
    narrow: Callable[..., tuple[Select[*tuple[Any, ...]], ColumnElement[Any]]] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rows(Generic[Row]):
    """Some rows, and the key that the next page starts after, if there is one."""

    rows: Sequence[Row]
    after: str | None


def rows(
    query: Select[*tuple[Any, ...]],
    by: Ordering,
    *,
    descending: bool = False,
    after: str | None = None,
    size: int = PAGE,
) -> Rows[Any]:
    """A page of `query`, which selects the model that `by` orders; an unreadable key is none.

    Or it selects columns of the model, its `id` and what orders it among them.
    """
    statement = page_query(query, by, descending=descending, after=after, size=size)
    answer = db.session.execute(statement)
    is_of_records = isinstance(query.column_descriptions[0]["expr"], type)
    return cut(answer.scalars().all() if is_of_records else answer.all(), by, size)


def every(page: Callable[..., Rows[Row]]) -> Iterator[Row]:
    """Every row of a list, many at a time: `page` gives those `after` a key, so many as `size`."""
    after: str | None = ""
    while after is not None:
        part = page(after=after, size=AT_ONCE)
        yield from part.rows
        after = part.after


def page_query(
    query: Select[*tuple[Any, ...]],
    by: Ordering,
    *,
    descending: bool = False,
    after: str | None = None,
    size: int = PAGE,
) -> Select[*tuple[Any, ...]]:
    """The statement of a page: one row more than is shown says that there is another page."""
    model: Any = by.column.class_
    number: Any = model.id if by.number is None else by.number
    value = by.value
    if by.narrow is not None:
        query, value = by.narrow(query, descending=descending, after=after, size=size)
    if value is not None:
        query = _after_value(query, value, by.column, number, after, descending)
        first = value.desc() if descending else value.asc()
        return query.order_by(first, by.column, number).limit(size + 1)
    start = place(by, after)
    if start is not None:
        query = query.where(_later(by.column, number, start, descending))
    first = by.column.desc() if descending else by.column.asc()
    if not _is_always_there(by.column, number):
        first = first.nulls_last()
    query = query.order_by(first, number.desc() if descending else number.asc())
    return query.limit(size + 1)


def cut(records: Sequence[Any], by: Ordering, size: int = PAGE) -> Rows[Any]:
    """Cut the rows of a page's statement into the page and the key of the next."""
    last = records[size - 1] if len(records) > size else None
    return Rows(records[:size], _key_of(by, last) if last is not None else None)


def _key_of(by: Ordering, row: Any) -> str:
    if by.is_personal or by.value is not None:
        return str(row.id)
    value = getattr(row, by.column.key)
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    words = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return f"{words}_{row.id}"


def number_of(words: str | None) -> int | None:
    """The row's number that a page's key holds; None where it is no number."""
    if not (words and words.isascii() and words.isdecimal() and len(words) <= _MOST_DIGITS):
        return None
    return int(words) if int(words) <= _LARGEST else None


def _after_value(
    query: Select[*tuple[Any, ...]],
    value: ColumnElement[Any],
    column: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[Any],
    after: str | None,
    descending: bool,
) -> Select[*tuple[Any, ...]]:
    """The query after the row that the page before ended on, by the value and then the column."""
    last = number_of(after)
    if last is None:
        return query
    row = db.session.execute(query.with_only_columns(value, column).where(number == last)).first()
    if row is None:
        return query
    same = or_(column > row[1], and_(column == row[1], number > last))
    # Told so, both databases begin at the place itself where an index has the value.
    bound = value <= row[0] if descending else value >= row[0]
    next_value = value < row[0] if descending else value > row[0]
    return query.where(and_(bound, or_(next_value, same)))


def place(by: Ordering, after: str | None) -> tuple[Any, int] | None:
    """The value and the number of the row that a page starts after; None for the first page."""
    words, _, digits = (after or "").rpartition("_")
    number = number_of(digits)
    if number is None:
        return None
    if by.is_personal:
        its = select(by.column)
        if by.through is not None:
            its = its.select_from(by.through.class_).outerjoin(by.through)
        model: Any = by.column.class_ if by.through is None else by.through.class_
        row = db.session.execute(its.where(model.id == number)).first()
        return (row[0], number) if row else None
    try:
        return _value(by.column, words), number
    except (ValueError, OverflowError):
        return None


def _value(column: InstrumentedAttribute[Any], words: str) -> Any:
    """Parse a key's words as a value of this column. Raises ValueError."""
    if not words:
        return None
    plain: Any = getattr(column.type, "impl_instance", column.type)
    kind = plain.python_type
    if kind is datetime:
        at = datetime.fromisoformat(words)
        if at.tzinfo is None:
            raise ValueError("an instant must carry its time zone")
        return at.astimezone(UTC)
    if kind is date:
        return date.fromisoformat(words)
    return kind(words)


def _later(
    column: InstrumentedAttribute[Any], number: Any, start: tuple[Any, int], descending: bool
) -> ColumnElement[bool]:
    """Build the condition of coming after the row at `start`; empty columns come last."""
    value, last = start
    next_number = number < last if descending else number > last
    if value is None:
        return and_(column.is_(None), next_number)
    next_value = column < value if descending else column > value
    if _is_always_there(column, number):
        # Told so, both databases begin at the place itself and not at the list's beginning.
        bound = column <= value if descending else column >= value
        return and_(bound, or_(next_value, next_number))
    return or_(next_value, and_(column == value, next_number), column.is_(None))


def _is_always_there(column: InstrumentedAttribute[Any], number: Any) -> bool:
    """Whether every row has something in the column: another model's may not be there."""
    return column.class_ is number.class_ and not column.class_.__table__.c[column.key].nullable
