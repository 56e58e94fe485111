"""What may wait at all: only what the question of every page asks after."""

import pytest
from flask import Flask
from sqlalchemy.exc import StatementError

from ulss_tracker import clock
from ulss_tracker.models import Wait, WaitKind, db
from ulss_tracker.permissions import Permission


def test_nothing_waits_for_what_no_page_asks_after(app: Flask) -> None:
    now = clock.now()
    audit = Permission.SEE_AUDIT
    db.session.add(
        Wait(kind=WaitKind.VERIFY, subject_id=1, permission=audit, since_at=now, from_at=now)
    )
    with pytest.raises(StatementError, match="may not be stored here"):
        db.session.flush()
