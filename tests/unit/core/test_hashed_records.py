"""Records with hashes are written through the session, or their hashes with them (ADR 0018)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ulss_tracker
from ulss_tracker.models import db
from ulss_tracker.services.core import canonical, record_hashes

PRODUCT = Path(ulss_tracker.__file__).parent
STATEMENTS = {"insert", "update", "delete", "inserting"}
NAMES = {model.__name__ for model in record_hashes.HASHED}
MAY_WRITE = re.compile(rf"\b({'|'.join(STATEMENTS)})\(\s*({'|'.join(NAMES)})\b")
# Each gives the hashes itself, or changes what has none.
ALLOWED = {
    ("services/history/history.py", "insert", "Event"),
    ("services/requests/intake.py", "inserting", "Request"),
    ("services/operations/draft_expiry.py", "update", "Document"),
    # Of no request and no case, so without a hash.
    ("services/requests/drafts.py", "update", "Document"),
    ("services/correspondence/retention.py", "delete", "Document"),
}


def statements(source: str) -> Iterator[tuple[str, str]]:
    """The INSERTs, UPDATEs and DELETEs of hashed records that a module writes past the session."""
    if not MAY_WRITE.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=verb), args=[ast.Name(id=name)]) if (
                verb in STATEMENTS and name in NAMES
            ):
                yield verb, name


def test_nothing_writes_hashed_records_past_the_session() -> None:
    found = {
        (str(file.relative_to(PRODUCT)), *each)
        for file in PRODUCT.rglob("*.py")
        for each in statements(file.read_text("utf-8"))
    }
    assert found == ALLOWED


def test_every_column_of_a_hashed_record_has_a_canonical_form() -> None:
    for model in record_hashes.HASHED:
        for on_postgresql in (False, True):
            assert canonical.columns_of(model.__table__, on_postgresql=on_postgresql)
            assert canonical.from_database(model.__table__, on_postgresql=on_postgresql)


def test_what_is_left_out_is_there() -> None:
    for table, columns in canonical.LEFT_OUT.items():
        assert columns <= set(db.metadata.tables[table].columns.keys())


def test_every_table_that_the_triggers_keep_is_hashed() -> None:
    from importlib import import_module

    kept = {
        *import_module("migrations.versions.0116_no_replacing").UNIQUE_KEYS,
        *import_module("migrations.versions.0119_security_log").KEYS,
        *import_module("migrations.versions.0123_law_desk").UNIQUE_KEYS,
    }
    assert {model.__tablename__ for model in record_hashes.NEVER_CHANGE} == kept


def test_an_empty_column_changes_no_bytes() -> None:
    alone = canonical.encode("event", ["a"], [1])
    assert canonical.encode("event", ["a", "b"], [1, None]) == alone
    assert alone == b'["event",[["a",1]]]'
