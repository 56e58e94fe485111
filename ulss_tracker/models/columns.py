"""Columns that many tables have, a number and a version, and indexes of some of the rows."""

from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, Relationship, declared_attr, mapped_column, relationship


class Numbered:
    """A table whose rows are known by a number of their own."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)  # the first column


class Versioned:
    """A table whose rows count their changes: who saves over another's change is told."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def oldest_first(model: str, back_populates: str) -> Relationship[Any]:
    """Every row of the model that belongs to this one, in the order in which they were made."""
    return relationship(back_populates=back_populates, order_by=f"{model}.id")


def index_where(condition: str, name: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows alone that meet a condition, in words that both databases know."""
    where = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
