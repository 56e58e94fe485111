"""The place of each table in the proof of the history: it is in exactly one class (ADR 0018).

The class is its model's base. `flask audit tables` lists them, and the hashes, their verification,
the triggers and the privileges of the role that serves follow from this declaration alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, LargeBinary, Table, Text

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.database import Model

LATE = timedelta(days=1)
"""How late a look is recorded, where the database was away (ADR 0020)."""


class Kind(LabelledEnum):
    """The class of a table."""

    EVIDENCE = "evidence", "What a decision, letter, deadline, right or account rests on"
    SECRET = "secret", "What lets somebody in; hashed as evidence is"
    DERIVED = "derived", "Made again from evidence"
    PASSING = "passing", "Work in hand, and counts"


@dataclass(frozen=True, slots=True)
class TableClass:
    """The declaration of one table.

    `dated_by` is the column in which a row says when it was recorded, and `within` how much later
    its checkpoint may come. `once`: a row never changes. `goes`: the product takes rows away, and
    each leaves a hash that says so. `left_out` are the columns without a hash, and why.
    `personal` are the columns that an erasure empties beside all free text, `stays` the free text
    that it leaves; `label` says `ERASED` then, where a page needs words (`personal_columns`).
    """

    kind: Kind
    dated_by: str = ""
    within: timedelta = timedelta(minutes=10)
    once: bool = False
    goes: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    label: str = ""

    @property
    def is_hashed(self) -> bool:
        return self.kind in {Kind.EVIDENCE, Kind.SECRET}


TABLE_CLASSES: dict[str, TableClass] = {}
"""The declaration of each table, by name."""
ERASED = "[erased]"
_OF_A_PERSON = frozenset({"case_file", "request", "rights_request"})


@cache
def is_of_person(table: Table) -> bool:
    """Whether rows of this table belong to a request or a case, by their foreign keys."""
    to = {key.column.table for key in table.foreign_keys} - {table}
    return table.name in _OF_A_PERSON or any(
        other.name in _OF_A_PERSON or (other.name != "user_account" and is_of_person(other))
        for other in to
    )


@cache
def personal_columns(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table of evidence that an erasure empties."""
    declared = TABLE_CLASSES[table.name]
    if declared.kind is not Kind.EVIDENCE or not is_of_person(table):
        return ()
    named = {*declared.personal, declared.label}
    return tuple(
        column
        for column in table.columns
        if column.name in named
        or (
            isinstance(column.type, Text | JSON | LargeBinary) and column.name not in declared.stays
        )
    )


class _Classed(Model):
    __abstract__ = True
    kind_of_table: ClassVar[Kind]

    def __init_subclass__(cls, **declared: Any) -> None:
        if name := cls.__dict__.get("__tablename__"):
            TABLE_CLASSES[name] = TableClass(cls.kind_of_table, **declared)
        super().__init_subclass__()


class Evidence(_Classed):
    """A table that a decision, letter, deadline, right or account rests on.

    Every state of every row is hashed. Declared with the names of `TableClass`.
    """

    __abstract__ = True
    kind_of_table = Kind.EVIDENCE


class Secret(_Classed):
    """A table of what lets somebody in: hashed like evidence, and its rows may go."""

    __abstract__ = True
    kind_of_table = Kind.SECRET


class Derived(_Classed):
    """A table that is made again from evidence. It has no hashes."""

    __abstract__ = True
    kind_of_table = Kind.DERIVED


class Passing(_Classed):
    """A table of work in hand, counts and what is soon forgotten. It has no hashes."""

    __abstract__ = True
    kind_of_table = Kind.PASSING
