"""The answers of an online journey that is not finished, kept so that nothing typed is lost.

The browser holds only the journey's secret key, in the signed session cookie. The table holds a
hash of it, so that reading the table opens nobody's journey.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.models import Document, Draft, db, inserting
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.services.core import office_details, references
from ulss_tracker.services.core.unit_of_work import transaction

Answers = dict[str, Any]
LONGEST = timedelta(days=28)
"""So long answers are kept that a code opens, at most."""
_BY_CODE = "carry-on:"


def new_journey_key() -> str:
    """A secret that nobody can guess, for one journey."""
    return secrets.token_urlsafe(32)


def key_of_code(code: str) -> str:
    """The journey's key that somebody holds who was given this code, however it is typed."""
    return f"{_BY_CODE}{references.hash_code(code)}"


def has_code(journey_key: str) -> bool:
    """Whether a code was given that opens this journey elsewhere."""
    return journey_key.startswith(_BY_CODE)


def give_code(journey_key: str) -> tuple[str, str]:
    """Put the journey under a key that a code gives; the code to show once, and that key.

    Whoever held the key from before holds nothing any more. Raises `NotFound` without a draft.
    """
    code = references.new_code()
    key = key_of_code(code)
    with transaction():
        before = existing(_locked(journey_key), "There are no answers to carry on with")
        after = Draft(
            key=_stored(key),
            answers=dict(before.answers),
            started_at=before.started_at,
            changed_at=clock.now(),
            keep_until=_keep_until(before.answers),
        )
        db.session.add(after)
        db.session.flush()
        moved = update(Document).where(Document.draft_key == before.key)
        db.session.execute(moved.values(draft_key=after.key))
        db.session.execute(delete(Draft).where(Draft.key == before.key))
    db.session.expire_all()
    return code, key


def find(journey_key: str | None) -> Draft | None:
    """The draft of this journey, or None when it has none yet, is sent, or is too old."""
    if not journey_key:
        return None
    draft = db.session.get(Draft, _stored(journey_key))
    if draft is None:
        return None
    is_within_limit = draft.keep_until is not None and draft.keep_until > clock.now()
    return draft if is_within_limit or draft.changed_at > _oldest() else None


def change(journey_key: str, how: Callable[[Answers], Mapping[str, Any]]) -> Draft:
    """Replace the journey's answers by what `how` makes of them; begin the draft if need be.

    `how` is given the answers as they are now, under a lock: two pages of one journey sent at the
    same moment both keep what they say.
    """
    with transaction():
        draft = _locked(journey_key) or _begin(journey_key)
        draft.answers = dict(how(dict(draft.answers)))
        draft.changed_at = clock.now()
        draft.keep_until = _keep_until(draft.answers) if has_code(journey_key) else None
    return draft


def forget(journey_key: str | None) -> None:
    """Delete the journey's answers and files at the person's wish."""
    with transaction():
        draft = _locked(journey_key) if journey_key else None
        if draft is not None:
            db.session.delete(draft)


def _begin(journey_key: str) -> Draft:
    """The journey's draft, begun here or by another of its pages at the same moment."""
    now, key = clock.now(), _stored(journey_key)
    adding = inserting(Draft).values(key=key, answers={}, started_at=now, changed_at=now)
    db.session.execute(adding.on_conflict_do_nothing())
    return db.session.get_one(Draft, key, with_for_update=True)


def _locked(journey_key: str) -> Draft | None:
    query = select(Draft).where(Draft.key == _stored(journey_key)).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def _keep_until(answers: Answers) -> datetime | None:
    """The file-by moment of the day of sentence typed, at most `LONGEST` away; None where past."""
    day = answers.get("sentenced_on") or answers.get("day_meant")
    if not day:
        return None
    try:
        file_by_at = deadline.work_out(date.fromisoformat(day)).file_by_at
    except CalendarUnknown:
        return None
    return min(file_by_at, clock.now() + LONGEST) if file_by_at > clock.now() else None


def _oldest() -> datetime:
    return clock.now() - timedelta(hours=office_details.current().DRAFT_HOURS)


def _stored(journey_key: str) -> str:
    return hashlib.sha256(f"draft:{journey_key}".encode()).hexdigest()
