"""An office with a history to tamper with: cases, decisions, letters, files, readings, people."""

from pathlib import Path

from flask import Flask

from tests.support import build
from ulss_tracker.models import LetterKind, Review
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import office_details
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
        cases.give_to(review, person, build.user(Role.SUPERVISOR), version=review.version)
        audit.keep_search(name, 1, manager)
        checkpoints.make()
    return review
