"""How the database would go about a statement."""

from typing import Any

from sqlalchemy import Select, text

from ulss_tracker.models import db


def plan_of(statement: Select[Any]) -> str:
    """The database's plan, in its own words."""
    bind = db.session.connection()
    compiled = statement.compile(bind, compile_kwargs={"literal_binds": True})
    how = "EXPLAIN QUERY PLAN " if bind.dialect.name == "sqlite" else "EXPLAIN "
    if bind.dialect.name == "postgresql":
        # So few rows tempt it to read and sort them all; where it must sort, it still does.
        for way in ("seqscan", "hashjoin", "sort"):
            db.session.execute(text(f"SET LOCAL enable_{way} = off"))
    rows = db.session.execute(text(how + str(compiled).replace(":", r"\:")))
    return "\n".join(str(row[-1]) for row in rows)
