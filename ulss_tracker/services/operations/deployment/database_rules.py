"""Rules about the database: whose it is, and whether the demo is in it."""

from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ulss_tracker.models import db
from ulss_tracker.services.core import users

_ROLES = "run deploy/postgresql-roles.sql, and name the runtime role in DATABASE_URL"
_OWNED = text(
    "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
    " AND pg_has_role(current_user, relowner, 'USAGE')"
)
# Tables whose rows never change are those whose triggers say so.
_TOO_MUCH = text(
    "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
    " AND (has_table_privilege(current_user, pg_class.oid, 'TRUNCATE')"
    " OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid"
    " AND (tgqual IS NULL OR relname = 'record_hash')"
    " AND tgname IN (relname || '_no_update', relname || '_no_delete')"
    " AND has_table_privilege(current_user, pg_class.oid,"
    " upper(substr(tgname, length(relname) + 5)))))"
)


def demo_accounts() -> str:
    """The demo's password is public: no production database may hold its accounts."""
    if not users.has_demo_accounts():
        return ""
    return (
        "This database holds the demo's accounts, whose password is public: "
        "point DATABASE_URL at a database of its own"
    )


def owner() -> str:
    """The role that serves owns no table: it could set aside what keeps the history."""
    if _counted(_OWNED):
        return f"DATABASE_URL names a role that owns the tables: {_ROLES}"
    return ""


def privileges() -> str:
    """The role that serves can neither truncate, nor change or delete rows past their class."""
    if _counted(_TOO_MUCH):
        return f"The role of DATABASE_URL may change rows that never change: {_ROLES}"
    return ""


def _counted(query: object) -> int:
    """The number that PostgreSQL counts; none on SQLite, or where it does not answer."""
    try:
        if db.engine.dialect.name != "postgresql":
            return 0
        return int(db.session.scalar(query) or 0)  # type: ignore[call-overload]
    except SQLAlchemyError:
        db.session.rollback()
        return 0


RULES: tuple[tuple[str, Callable[[], str]], ...] = (
    ("No demo accounts", demo_accounts),
    ("Tables owned by another role", owner),
    ("No more privileges than needed", privileges),
)
