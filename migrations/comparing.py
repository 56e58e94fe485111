"""How the models are compared with a database: one answer for `flask db migrate` and the tests."""

from typing import Any

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

# SQLite's full-text tables with the tables they keep themselves in, and PostgreSQL's indexes.
SEARCH_TABLES = ("search_text", "search_grams")
SEARCH_INDEXES = frozenset(
    {
        "ix_search_entry_names_text",
        "ix_search_entry_words_text",
        "ix_search_entry_names_grams",
    }
)


def include_object(
    thing: Any, name: str | None, kind: str, reflected: bool, _compare_to: Any
) -> bool:
    """Whether a table, or a part of one, is described by the models.

    Each kind of database has its own search index, which is not.
    """
    if reflected and kind == "index" and name in SEARCH_INDEXES:
        return False
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", None)
    return not (reflected and str(table or "").startswith(SEARCH_TABLES))


def render_item(kind: str, thing: Any, _context: AutogenContext) -> str | bool:
    """Write our own column types as the plain ones under them.

    A migration then says what the database holds, and still runs when the models have moved on.
    """
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{_plain(thing)!r}"
    return False


def _plain(decorated: TypeDecorator[Any]) -> sa.types.TypeEngine[Any]:
    plain = decorated.impl
    return plain if isinstance(plain, sa.types.TypeEngine) else plain()
