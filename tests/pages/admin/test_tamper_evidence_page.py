"""The page that says when the history was last chained and verified."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.support import history, tampering
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import history_check

SignedIn = Callable[[Role], CheckedClient]
PAGE = "/admin/tamper-evidence"


@pytest.fixture(autouse=True)
def _put_back(app: Flask) -> Iterator[None]:
    """The office's details are everybody's: the next test begins with its own."""
    yield
    office_details.configure(app.config)


def test_it_shows_the_last_checkpoint_and_the_first_fault(
    app: Flask, tmp_path: Path, signed_in: SignedIn
) -> None:
    client = signed_in(Role.SUPERVISOR)
    history.configure(app, tmp_path)
    history.make()
    report = history_check.check()
    history_check.record(report)
    page = client.get(PAGE)
    assert "No fault found At " in page.text
    assert f"up to checkpoint {report.checkpoint}" in page.text
    assert "A file of signed lines" in page.text
    with tampering.as_owner(db.engine) as connection:
        connection.execute(text("UPDATE event SET kind = 'note_added' WHERE id = 3"))
    history_check.record(history_check.check())
    page = client.get(PAGE)
    assert "Faults found" in page.text
    assert "event 3 was changed past the tracker, between" in page.text
