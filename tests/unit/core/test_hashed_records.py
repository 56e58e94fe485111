"""Records with hashes are written through the session, or their hashes with them (ADR 0018)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ulss_tracker
from ulss_tracker.models import Base, db
from ulss_tracker.models.table_class import TABLE_CLASSES, Derived, Evidence, Passing, Secret
from ulss_tracker.services.core import canonical, record_hashes

PRODUCT = Path(ulss_tracker.__file__).parent
STATEMENTS = {"insert", "inserting"}  # the session sees the others
NAMES = {model.__name__ for model in record_hashes.HASHED}
MAY_WRITE = re.compile(rf"\b({'|'.join(STATEMENTS)})\(\s*({'|'.join(NAMES)})\b")
# Each gives the hashes itself.
ALLOWED = {
    ("services/history/history.py", "insert", "Event"),
    ("services/requests/intake.py", "inserting", "Request"),
    ("services/cases/campaigns.py", "inserting", "Campaign"),
    ("services/correspondence/taking.py", "inserting", "InboundMessage"),
}


def statements(source: str) -> Iterator[tuple[str, str]]:
    """The INSERTs of hashed records that a module writes past the session."""
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


def test_each_table_is_in_one_class_and_its_declaration_is_of_its_columns() -> None:
    assert set(TABLE_CLASSES) == set(db.metadata.tables)
    for name, declared in TABLE_CLASSES.items():
        columns = set(db.metadata.tables[name].columns.keys())
        assert {*declared.left_out, declared.dated_by or "id"} <= columns | {"id"}, name
        assert all(declared.left_out.values()), name


def test_a_table_without_a_class_is_refused() -> None:
    classed = {mapper.class_ for mapper in Base.registry.mappers}
    assert all(issubclass(model, (Evidence, Secret, Derived, Passing)) for model in classed)


def test_a_hashed_table_is_known_by_one_number_or_two() -> None:
    for model in record_hashes.HASHED:
        kinds = [column.type.python_type for column in model.__table__.primary_key.columns]
        assert kinds in ([int], [int, int]), model


def test_an_empty_column_changes_no_bytes() -> None:
    alone = canonical.encode("event", ["a"], [1])
    assert canonical.encode("event", ["a", "b"], [1, None]) == alone
    assert alone == b'["event",[["a",1]]]'
