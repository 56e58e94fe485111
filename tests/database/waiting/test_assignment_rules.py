"""How many things wait for whoever is reading: a part of the question that every page asks."""

import pytest
from flask import Flask
from sqlalchemy.exc import StatementError

from tests.support.queries import counted
from ulss_tracker import clock
from ulss_tracker.models import Wait, WaitKind, db
from ulss_tracker.permissions import Permission, Role

LONGEST = 4_096
"""Of a longer statement psycopg works out anew each time how to send it: a fortieth of a page."""


@pytest.mark.on_postgresql
def test_what_every_page_asks_is_no_longer_than_psycopg_remembers(app: Flask, signed_in) -> None:
    client = signed_in(Role.CASEWORKER)
    with counted() as sent:
        client.get("/casework/")
    (asked,) = [each for each in sent if "staff_session.seen_at" in each]
    assert len(asked) <= LONGEST


def test_nothing_waits_for_what_no_page_asks_after(app: Flask) -> None:
    now = clock.now()
    audit = Permission.SEE_AUDIT
    db.session.add(
        Wait(kind=WaitKind.VERIFY, subject_id=1, permission=audit, since_at=now, from_at=now)
    )
    with pytest.raises(StatementError, match="may not be stored here"):
        db.session.flush()
