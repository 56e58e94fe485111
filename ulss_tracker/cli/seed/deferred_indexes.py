"""Indexes, foreign keys and full text, dropped for the load and made again at its end.

Maintained row by row they cost more. All is in the loader's transaction: if it is rolled back,
they were never gone.
"""

from collections.abc import Callable, Sequence

from ulss_tracker.cli.seed.loading import Loader

_INDEXES_OF_POSTGRESQL = """
SELECT 'DROP INDEX "' || indexname || '"', indexdef FROM pg_indexes
WHERE tablename IN ({tables}) AND indexname LIKE 'ix~_%' ESCAPE '~'
AND schemaname = current_schema() ORDER BY indexname
"""
_KEYS_OF_POSTGRESQL = """
SELECT 'ALTER TABLE "' || relname || '" DROP CONSTRAINT "' || conname || '"',
    'ALTER TABLE "' || relname || '" ADD CONSTRAINT "' || conname || '" '
    || pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE contype = 'f' AND relname IN ({tables}) AND pg_table_is_visible(conrelid)
ORDER BY conname
"""
# Full text follows the rows by a trigger, one by one; rebuilt, it reads them all at once.
_OF_SQLITE = """
SELECT 'DROP ' || type || ' "' || name || '"', sql FROM sqlite_master
WHERE tbl_name IN ({tables}) AND sql IS NOT NULL
AND (name LIKE 'ix~_%' ESCAPE '~' OR name = 'search_entry_added')
ORDER BY name
"""
_TEXT_OF_SQLITE = ("search_text", "search_grams")


def take(loader: Loader, tables: Sequence[str]) -> Callable[[], None]:
    """Drop them for these tables; what is returned makes them again, for all rows."""
    listed = ", ".join(f"'{table}'" for table in tables)
    known = (_KEYS_OF_POSTGRESQL, _INDEXES_OF_POSTGRESQL) if loader.is_postgresql else (_OF_SQLITE,)
    made_by: list[str] = []
    for query in known:
        for drop, make in loader.ask(query.format(tables=listed)):
            loader.ask(drop)
            made_by.insert(0, make)

    def put_back() -> None:
        for make in made_by:
            loader.ask(make)
        if not loader.is_postgresql:
            for table in _TEXT_OF_SQLITE:
                loader.ask(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608

    return put_back
