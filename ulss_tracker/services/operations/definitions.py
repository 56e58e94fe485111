"""The definitions of a database: tables, indexes, constraints, triggers, functions and rules.

A backup says them of itself, signed, so that a copy with an alien trigger is not restored as equal.
Of indexes and constraints the names alone: PostgreSQL writes their conditions in other words once
they were restored.
"""

import hashlib
from collections.abc import Mapping

from sqlalchemy import Connection, text

_SQLITE = """
SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master
WHERE name NOT LIKE 'sqlite_%'
"""
_POSTGRESQL = """
SELECT 'table ' || c.oid::regclass, string_agg(
    a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull, ', '
    ORDER BY a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.oid >= 16384 GROUP BY c.oid
UNION ALL
SELECT 'index ' || oid::regclass, '' FROM pg_class
WHERE relkind = 'i' AND oid >= 16384 AND relname NOT LIKE 'pg_toast%'
UNION ALL
SELECT 'constraint ' || conrelid::regclass || '.' || conname, '' FROM pg_constraint
WHERE conrelid >= 16384
UNION ALL
SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, tgenabled::text || pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function ' || p.oid::regprocedure, pg_get_functiondef(p.oid)
FROM pg_proc p WHERE p.prokind IN ('f', 'p') AND p.oid >= 16384
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'rule ' || schemaname || '.' || tablename || '.' || rulename, definition FROM pg_rules
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""  # what PostgreSQL itself brings has numbers below 16384


def of(connection: Connection) -> dict[str, str]:
    """The SHA-256 of each definition, by kind and name."""
    query = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    return {
        name: hashlib.sha256(definition.encode()).hexdigest()
        for name, definition in sorted(tuple(row) for row in connection.execute(text(query)))
    }


def differing(wanted: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Say of each definition how it differs from what is wanted; empty where all are equal."""
    differences = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            differences.append(f"{name} is missing")
        elif name not in wanted:
            differences.append(f"{name} was not there when it was taken")
        elif wanted[name] != found[name]:
            differences.append(f"{name} is defined otherwise")
    return differences
