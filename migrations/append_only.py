"""Rows that never change: the database itself refuses to, whoever asks.

After the newest migration `keep_declared` makes the triggers that the tables' classes call for. One
that must change or delete such rows calls `release` first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from alembic import op
from sqlalchemy import JSON, Column, Connection, LargeBinary, text

from ulss_tracker.models import db
from ulss_tracker.models.table_class import TABLE_CLASSES, personal_columns

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, 'a row of {table} never changes'); END
"""
# REPLACE deletes the row in its way past the triggers of DELETE, unless a connection asks for them.
SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})
BEGIN SELECT RAISE(ABORT, 'a row of {table} never changes'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row of % never changes', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL_ROW = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
# The same where some columns may change in one way: UPDATE alone is looked at.
SQLITE_UPDATE_BUT = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
WHEN NOT ({may})
BEGIN SELECT RAISE(ABORT, 'a row of {table} never changes'); END
"""
POSTGRESQL_UPDATE_BUT = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
FOR EACH ROW WHEN (NOT ({may})) EXECUTE FUNCTION refuse_change()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
# An erasure may empty what is personal of a row that never changes, and nothing else. The role that
# serves has the right to these columns alone (deploy/postgresql-roles.sql).
SQLITE_ERASE = """
CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE OF {columns} ON {table}
WHEN NOT ({emptied})
BEGIN SELECT RAISE(ABORT, 'a row of {table} never changes'); END
"""
POSTGRESQL_ERASE = """
CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW WHEN (NOT ({emptied})) EXECUTE FUNCTION refuse_change()
"""
# Of JSON, facts may go.
SQLITE_SHRUNK = """NOT EXISTS (SELECT 1 FROM json_each(new.{name}) AS fact WHERE NOT EXISTS (
SELECT 1 FROM json_each(old.{name}) AS was WHERE was.key = fact.key AND was.value IS fact.value))"""
POSTGRESQL_SHRUNK = "CAST(old.{name} AS jsonb) @> CAST(new.{name} AS jsonb)"
VERBS = ("update", "delete")


def keep(*tables: str) -> None:
    """Refuse every UPDATE and DELETE (and TRUNCATE, on PostgreSQL) of these tables' rows."""
    for table in tables:
        _refuse(table, *VERBS)


def keep_but(table: str, stays: Sequence[str], may_change: Mapping[str, str]) -> None:
    """As `keep`, but an UPDATE may change some columns: each in the way that its condition says.

    `stays` and the keys of `may_change` are all the columns of the table.
    """
    on_postgresql = op.get_context().dialect.name == "postgresql"
    same = "IS NOT DISTINCT FROM" if on_postgresql else "IS"
    unchanged = [f"new.{each} {same} old.{each}" for each in stays]
    changed = [f"(new.{each} {same} old.{each} OR {way})" for each, way in may_change.items()]
    trigger = POSTGRESQL_UPDATE_BUT if on_postgresql else SQLITE_UPDATE_BUT
    _refuse(table, "delete")
    op.execute(trigger.format(table=table, may=" AND ".join((*unchanged, *changed))))


def _refuse(table: str, *verbs: str) -> None:
    on_postgresql = op.get_context().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL_TRUNCATE.format(table=table))
    trigger = POSTGRESQL_ROW if on_postgresql else SQLITE
    for verb in verbs:
        op.execute(trigger.format(table=table, verb=verb, VERB=verb.upper()))


def keep_declared(connection: Connection) -> None:
    """Make anew, of each table of evidence and secrets, the triggers that its class calls for.

    No row is deleted that the product never takes away, and none changes that never does.
    """
    on_postgresql = connection.dialect.name == "postgresql"
    row = POSTGRESQL_ROW if on_postgresql else SQLITE
    if on_postgresql:
        connection.execute(text(POSTGRESQL_FUNCTION))
    for name, declared in TABLE_CLASSES.items():
        if not declared.is_hashed:
            continue
        made = {"update": row} if declared.once else {}
        table = db.metadata.tables[name]
        personal = personal_columns(table) if declared.once else ()
        if personal:
            made |= {
                "update": row.replace("{VERB}", "UPDATE OF {others}"),
                "rewrite": POSTGRESQL_ERASE if on_postgresql else SQLITE_ERASE,
            }
        if not declared.goes:
            made |= {"delete": row} | ({"truncate": POSTGRESQL_TRUNCATE} if on_postgresql else {})
        on_table = f" ON {name}" if on_postgresql else ""
        for verb in (*VERBS, "rewrite", "truncate"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}_no_{verb}{on_table}")
            if verb in made:
                words = {
                    "table": name,
                    "verb": verb,
                    "VERB": verb.upper(),
                    "columns": _listed(personal),
                    "others": _listed(each for each in table.columns if each not in personal),
                    "emptied": " AND ".join(_emptied(each, on_postgresql) for each in personal),
                }
                connection.exec_driver_sql(made[verb].format(**words))


def keep_whole(connection: Connection) -> None:
    """Before the migrations: keep whole rows, where `keep_declared` keeps columns by their names.

    PostgreSQL drops no column that a trigger names, as a downgrade must.
    """
    on_postgresql = connection.dialect.name == "postgresql"
    made = (
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%no_rewrite'"
        if on_postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%no_rewrite'"
    )
    row = POSTGRESQL_ROW if on_postgresql else SQLITE
    for trigger in connection.execute(text(made)).scalars().all():
        table = trigger.removesuffix("_no_rewrite")
        on_table = f" ON {table}" if on_postgresql else ""
        for verb in ("rewrite", "update"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}{on_table}")
        connection.exec_driver_sql(row.format(table=table, verb="update", VERB="UPDATE"))


def _listed(columns: Iterable[Column[Any]]) -> str:
    return ", ".join(f'"{column.name}"' for column in columns)


def _emptied(column: Column[Any], on_postgresql: bool) -> str:
    name = f'"{column.name}"'
    if isinstance(column.type, JSON):
        shrunk = (POSTGRESQL_SHRUNK if on_postgresql else SQLITE_SHRUNK).format(name=name)
        return f"(new.{name} IS NULL OR {shrunk})"
    is_empty = (
        f"length(new.{name}) = 0" if isinstance(column.type, LargeBinary) else f"new.{name} = ''"
    )
    return f"({is_empty} OR new.{name} IS NULL)"


def release(*tables: str) -> None:
    """Take the triggers away again: for a downgrade, or before a table is made anew."""
    on_postgresql = op.get_context().dialect.name == "postgresql"
    for table in tables:
        for verb in (*VERBS, "truncate") if on_postgresql else VERBS:
            on_table = f" ON {table}" if on_postgresql else ""
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on_table}")


def refuse_replacing(keys: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Refuse a row in the place of another of these tables, by each of their unique keys.

    SQLite alone needs it: what stands for REPLACE on PostgreSQL is an UPDATE, which is refused.
    """
    if op.get_context().dialect.name == "postgresql":
        return
    for table, unique in keys.items():
        alike = [" AND ".join(f"{each} = new.{each}" for each in columns) for columns in unique]
        taken = " OR ".join(f"({each})" for each in alike)
        op.execute(SQLITE_REPLACE.format(table=table, taken=taken))


def allow_replacing(*tables: str) -> None:
    """Take what `refuse_replacing` made away again."""
    if op.get_context().dialect.name == "postgresql":
        return
    for table in tables:
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_replace")
