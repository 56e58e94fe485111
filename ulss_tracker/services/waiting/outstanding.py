"""Things outstanding from a requester: a list for each request, with a day, a reminder and a chase.

An item that is not there by its day is in somebody's list the day after. A reminder writes to the
requester that something is wanted, and not what; a chase is a person's own call or letter, and sets
another day. Nothing here moves a deadline: a review never waits for what is outstanding.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    EmailUse,
    EventKind,
    OutstandingItem,
    Request,
    RequestState,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import safe_contacts, to_requesters


def of_request(request: Request) -> Sequence[OutstandingItem]:
    """Everything asked of the requester, what is outstanding first, the soonest due first."""
    query = (
        select(OutstandingItem)
        .where(OutstandingItem.request_id == request.id)
        .options(joinedload(OutstandingItem.asked_by))
        .order_by(
            OutstandingItem.ended_at.is_not(None), OutstandingItem.wanted_by_on, OutstandingItem.id
        )
    )
    return list(db.session.scalars(query))


def words_of_letter(request: Request) -> dict[str, str]:
    """The words with which the letter “What we still need” begins: each item, the first day.

    None where nothing is outstanding.
    """
    outstanding = [item for item in of_request(request) if item.ended_at is None]
    if not outstanding:
        return {}
    return {
        "needed": "\n".join(" ".join(item.words.split()) for item in outstanding),
        "reply_on": outstanding[0].wanted_by_on.isoformat(),
    }


def ask(request: Request, words: str, wanted_by_on: date, by: User) -> OutstandingItem:
    """Keep that something is wanted of a requester, by a day.

    Raises `Refused` without words, for a past day, and once the request is closed or withdrawn.
    """
    require(by, Permission.WORK_CASES)
    check_entered(words, "Enter what we still need")
    _check_day(wanted_by_on)
    if not (request.state.is_waiting or request.state is RequestState.IN_CASE):
        raise Refused("This request is closed: nothing is wanted of them any more")
    with transaction():
        item = OutstandingItem(
            request=request,
            words=words.strip(),
            wanted_by_on=wanted_by_on,
            asked_by_id=by.id,
            asked_at=clock.now(),
        )
        db.session.add(item)
        _record(EventKind.ITEM_OWED, item, by, {"wanted_by_on": wanted_by_on})
    return item


def remind(item: OutstandingItem, by: User, *, version: int) -> None:
    """Write to the requester that something is still wanted of them: the reference, no more.

    Raises `Refused` where it is no longer outstanding, or there is no email address that is safe.
    """
    require(by, Permission.WORK_CASES)
    check_version(item, version)
    _check_outstanding(item)
    if not item.request.email:
        raise Refused("They gave no email address: ring or write to them, and record the chase")
    safe = safe_contacts.of_requests([item.request_id]).get(item.request_id)
    if safe_contacts.email_use(item.request, safe) is EmailUse.NONE:
        raise Refused("They said not to write to their email: telephone them, and record the chase")
    with transaction():
        item.reminded_at = clock.now()
        db.session.flush()
        to_requesters.remind_of_outstanding(item.request, once_key=f"owed:{item.id}:{item.version}")
        _record(EventKind.ITEM_REMINDED, item, by, {})


def chase(item: OutstandingItem, wanted_by_on: date, note: str, by: User, *, version: int) -> None:
    """Record that somebody chased it, with what they said, and by when it is wanted now.

    Raises `Refused` without a note, for a past day, and where it is no longer outstanding.
    """
    require(by, Permission.WORK_CASES)
    check_version(item, version)
    _check_outstanding(item)
    _check_day(wanted_by_on)
    check_entered(note, "Enter whom you reached and what they said")
    with transaction():
        item.wanted_by_on = wanted_by_on
        _record(
            EventKind.ITEM_CHASED, item, by, {"wanted_by_on": wanted_by_on, "note": note.strip()}
        )


def answer(item: OutstandingItem, words: str, by: User, *, version: int) -> None:
    """Tick an item off: they have answered, or it is not wanted any more, in words."""
    require(by, Permission.WORK_CASES)
    check_version(item, version)
    _check_outstanding(item)
    check_entered(words, "Enter what they sent or said, or why it is not wanted any more")
    with transaction():
        item.ended_at, item.ended_by_id, item.answer = clock.now(), by.id, words.strip()
        _record(EventKind.ITEM_ENDED, item, by, {"answer": item.answer})


def get(item_id: int) -> OutstandingItem:
    """The item with this id, and its request. Raises `NotFound`."""
    query = (
        select(OutstandingItem)
        .where(OutstandingItem.id == item_id)
        .options(joinedload(OutstandingItem.request))
    )
    return existing(db.session.scalar(query), "There is no such item")


def _check_outstanding(item: OutstandingItem) -> None:
    if item.ended_at is not None:
        raise Refused("This is ticked off already")


def _check_day(day: date) -> None:
    if day < clock.today():
        raise Refused("The day must be today or in the future")


def _record(kind: EventKind, item: OutstandingItem, by: User, more: dict[str, Any]) -> None:
    history.record(kind, by, item.request, item=item.words, **more)
