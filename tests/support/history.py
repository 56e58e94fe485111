"""An office with a history to tamper with: cases, decisions, letters, files, readings, people."""

from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import inspect, select

from tests.support import build
from tests.support.tampering import other
from ulss_tracker.models import CheckRequest, LetterKind, PlannedCall, Review, db
from ulss_tracker.models.database import Model
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core import office_details, record_hashes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import checkpoints
from ulss_tracker.services.people import accounts
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.protection import audit

KEY = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
"""
"""A private key for Ed25519 that is known to everybody (RFC 8410's example): for tests alone."""


def configure(app: Flask, directory: Path, **more: object) -> Path:
    """Have checkpoints signed and appended to a file in `directory`; the path of that file."""
    key = directory / "checkpoint-key.pem"
    key.write_text(KEY)
    file = directory / "checkpoints.txt"
    own = {"CHECKPOINT_FILE": str(file), "CHECKPOINT_KEY_FILE": str(key)}
    office_details.configure({**app.config, **own, **more})
    return file


def fill() -> None:
    """A record in each hashed table that has none, whatever it says; then a checkpoint."""
    with transaction():
        for model in record_hashes.HASHED:
            _one(model)
    checkpoints.make()


def make() -> Review:
    """A few cases at several stages, chained by several checkpoints."""
    manager = build.user(Role.ADMINISTRATOR)
    person, _ = accounts.add(
        Account(name="New Person", email="new@example.org", role=Role.CASEWORKER), build.agreed()
    )
    for name in ("Adam First", "Beth Second"):
        review = build.review_to_file(offender_name=name)
        build.letter(review, LetterKind.OUT_OF_TIME)
        checkpoints.make()
        build.document(review.case.requests[0], f"A note of {name}".encode())
        assignment.assign(review, person, build.user(Role.SUPERVISOR), seen=review.version)
        audit.keep_search(name, 1, manager)
        checkpoints.make()
    return review


def _one(model: type[Any]) -> int:
    """The key of a table's first record; where there is none, one is made of what must be there."""
    first = inspect(model).primary_key[0]
    found = db.session.scalars(select(first).order_by(first)).first()
    if found is not None:
        return int(found)
    values: dict[str, Any] = {}
    for attribute in inspect(model).column_attrs:
        column = attribute.columns[0]
        of = next((each.column.table for each in column.foreign_keys), None)
        is_own = column.primary_key and of is None
        if is_own or (column.nullable and attribute.key not in _ONE_OF.get(model, ())):
            continue
        values[attribute.key] = other(None, column) if of is None else _one(_MODELS[of])
    db.session.add(model(**values))
    db.session.flush()
    return _one(model)


_ONE_OF: dict[Any, tuple[str, ...]] = {CheckRequest: ("review_id",), PlannedCall: ("case_id",)}
_MODELS: dict[Any, type[Any]] = {
    mapper.local_table: mapper.class_ for mapper in Model.registry.mappers
}
