"""The answers of an online journey that is not finished, kept so that nothing typed is lost.

The browser holds only the journey's secret key, in the signed session cookie. The table holds a
hash of it, so that reading the table opens nobody's journey.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ulss_tracker import clock
from ulss_tracker.models import Draft, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction

Answers = dict[str, Any]


def new_journey_key() -> str:
    """A secret that nobody can guess, for one journey."""
    return secrets.token_urlsafe(32)


def find(journey_key: str | None) -> Draft | None:
    """The draft of this journey, or None when it has none yet, is sent, or is too old."""
    if not journey_key:
        return None
    draft = db.session.get(Draft, _stored(journey_key))
    return draft if draft is not None and draft.changed_at > _oldest() else None


def change(journey_key: str, how: Callable[[Answers], Mapping[str, Any]]) -> Draft:
    """Replace the journey's answers by what `how` makes of them; begin the draft if need be.

    `how` is given the answers as they are now, under a lock: two pages of one journey sent at the
    same moment both keep what they say.
    """
    with transaction():
        draft = _locked(journey_key) or _begin(journey_key)
        draft.answers = dict(how(dict(draft.answers)))
        draft.changed_at = clock.now()
    return draft


def forget(journey_key: str | None) -> None:
    """Delete the journey's answers and files at the person's wish."""
    with transaction():
        draft = _locked(journey_key) if journey_key else None
        if draft is not None:
            db.session.delete(draft)


def _begin(journey_key: str) -> Draft:
    now = clock.now()
    draft = Draft(key=_stored(journey_key), answers={}, started_at=now, changed_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        # The other page of the journey began it at the same moment.
        meanwhile = _locked(journey_key)
        if meanwhile is None:
            raise
        return meanwhile
    return draft


def _locked(journey_key: str) -> Draft | None:
    query = select(Draft).where(Draft.key == _stored(journey_key)).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def _oldest() -> datetime:
    return clock.now() - timedelta(hours=office_details.current().draft_hours)


def _stored(journey_key: str) -> str:
    return hashlib.sha256(f"draft:{journey_key}".encode()).hexdigest()
