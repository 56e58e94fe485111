"""Taking a request in: recorded, in the history, acknowledged, and the duty person told when late.

All of it is one transaction, so that whoever has a reference has a request, and the same online
journey sent twice (pressed twice, sent again after a crash, from two workers) is one request.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, select, update

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Channel,
    Document,
    Draft,
    EventKind,
    Message,
    MessageState,
    Request,
    RequestState,
    User,
    db,
    inserting,
)
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.time.policies import Policy, load_policies
from ulss_tracker.services.core import canonical, record_hashes, references
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import basis
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import asking_together, compose, duty_alarms, to_requesters
from ulss_tracker.services.messaging.compose import ALL_OPENED, FilesNotOpened
from ulss_tracker.services.requests import details, safe_contact
from ulss_tracker.services.requests.details import RequestDetails, SafeContactInput

LATE_HOURS_WORKING_DAYS = 3
_DRAFTS: Any = Draft.__table__
_FILES: Any = Document.__table__


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it was taken in, and the code that opens its status page.

    `is_new` is False when it had been taken in before; then `is_same` says whether the request has
    all that was sent now, and no other value anywhere.
    """

    request: Request
    code: str
    is_new: bool = True
    is_same: bool = True


def receive(
    entered: RequestDetails,
    *,
    channel: Channel,
    received_at: datetime | None = None,
    logged_by: User | None = None,
    journey_key: str | None = None,
    reference: str = "",
    quarantine_reason: str = "",
    draft: Draft | None = None,
    confirmed_warnings: Sequence[str] = (),
    not_opened: FilesNotOpened = ALL_OPENED,
) -> Received:
    """Record a request with its event, its acknowledgement and, when late, the duty alarm.

    `received_at` is when it truly reached the office: now, unless staff log it later.
    `journey_key` is the secret of one online journey: the same one again gives the request it
    made the first time, with the same code, and changes nothing. A `reference` is one that was
    given before (outage.py), of which no other request is. A `quarantine_reason` holds the
    request for a person to look at; it is acknowledged like any other. The files of `draft` go
    with the request, and the draft is deleted. `confirmed_warnings` names those about the date of
    sentence that whoever logged it let stand. The acknowledgement says which files were
    `not_opened`.
    """
    code = references.new_code() if journey_key is None else code_of(journey_key)
    now = clock.now()
    values = entered.columns | {
        "state": RequestState.QUARANTINED if quarantine_reason else RequestState.NEW,
        "quarantine_reason": quarantine_reason,
        "channel": channel,
        "received_at": received_at or now,
        "logged_at": now,
        "logged_by_id": logged_by.id if logged_by else None,
        # Whoever logs it looks at it.
        "looked_at": now if logged_by else None,
        "looked_at_by_id": logged_by.id if logged_by else None,
        "mailbox": compose.mailbox(entered.email),
        "is_late_hours": is_late_by_details(entered, received_at or now),
        "code_hash": references.hash_code(code),
        "journey_key": None if journey_key is None else _stored(journey_key),
    }
    with transaction():
        request = _add(values, reference)
        while request is None:
            sent_before = of_journey(journey_key) if journey_key is not None else None
            if sent_before is not None:
                earlier = sent_before.request
                is_same = (
                    details.is_same(earlier, entered)
                    and earlier.channel is channel
                    and received_at in (None, earlier.received_at)
                )
                return replace(sent_before, is_same=is_same)
            if reference:
                raise Refused(f"Another request has the reference {reference}")
            request = _add(values)  # by chance, its reference was another's
        record_hashes.add(request)
        details.keep_background(request, entered.background)
        _follow_up(request, logged_by, confirmed_warnings, entered.safe, not_opened)
        if entered.background.together and not quarantine_reason:
            db.session.flush()
            asking_together.acknowledge(request)
        if draft is not None:
            _take_files(draft, request)
    return Received(request, code)


def of_journey(journey_key: str) -> Received | None:
    """The request that this online journey made, or None while it has made none."""
    query = select(Request).where(Request.journey_key == _stored(journey_key))
    request = db.session.scalar(query)
    return Received(request, code_of(journey_key), is_new=False) if request else None


def is_late(sentenced_on: date | None, received_at: datetime, limit: Policy | None = None) -> bool:
    """Whether a request received then leaves three working days or fewer to file.

    Counted from the start of the working day, so in doubt it is late. After the file-by moment
    it stays late until the last day is over: something may still be done. An unknown date of
    sentence is not late: there is nothing to count from. `limit` is everyone's, unless given.
    """
    if sentenced_on is None:
        return False
    received_on = clock.day_of(received_at)
    last_day_on = (limit or load_policies()[0]).last_day(sentenced_on)
    if received_on > last_day_on:
        return False
    days = working_days()
    try:
        file_by_on = deadline.file_by(last_day_on, days).date()
        return days.count(received_on, file_by_on) <= LATE_HOURS_WORKING_DAYS
    except CalendarUnknown:
        return True


def is_late_by_details(entered: RequestDetails, received_at: datetime) -> bool:
    """As `is_late`, by the day that was stated, or by the earliest that the words allow."""
    known = basis.of_details(entered.sentenced_on, entered.sentenced_text, received_at)
    return is_late(known.earliest_on, received_at)


def _add(values: Mapping[str, object], reference: str = "") -> Request | None:
    """The request, added; None where there is one with its reference or of its journey.

    One statement asks and adds: of two workers at the same moment, one waits for the other.
    """
    reference = reference or references.new_request_reference()
    adding = inserting(Request).on_conflict_do_nothing().returning(Request)
    added = db.session.scalars(adding, [{**values, "reference": reference}])
    request: Request | None = added.one_or_none()
    return request


def _follow_up(
    request: Request,
    logged_by: User | None,
    confirmed_warnings: Sequence[str],
    safe_ways: SafeContactInput | None,
    not_opened: FilesNotOpened,
) -> None:
    values: dict[str, Any] = {"channel": request.channel, "reference": request.reference}
    if logged_by is None:
        kind = EventKind.REQUEST_RECEIVED
    else:
        kind = EventKind.REQUEST_LOGGED
        values |= {"received_at": request.received_at, "confirmed_doubts": confirmed_warnings}
    history.record(kind, logged_by, request, **values)
    safe = safe_contact.keep(request, safe_ways) if safe_ways else None
    to_requesters.acknowledge(request, safe, not_opened)
    if request.is_late_hours:
        duty_alarms.raise_on_arrival(request)


def _take_files(draft: Draft, request: Request) -> None:
    """Move the draft's files, without reading them, and forget the draft."""
    connection = db.session.connection()
    are_its_files = _FILES.c.draft_key == draft.key
    forgetting = delete(_DRAFTS).where(_DRAFTS.c.key == draft.key)
    # Mostly there are none.
    if not connection.execute(forgetting.where(~exists().where(are_its_files))).rowcount:
        moving = update(_FILES).where(are_its_files).values(request_id=request.id, draft_key=None)
        moved = connection.execute(moving.returning(*canonical.in_order(_FILES)))
        record_hashes.add_rows(Document, moved.mappings())
        connection.execute(forgetting)


def _stored(journey_key: str) -> str:
    """Hash the journey's key for the table: reading it gives nobody the journey, nor the code."""
    return hashlib.sha256(f"journey:{journey_key}".encode()).hexdigest()


def code_of(journey_key: str) -> str:
    """The journey's code: the same whenever it is worked out, and kept nowhere."""
    digest = hashlib.sha256(f"code:{journey_key}".encode()).digest()
    letters = references.letters_from(digest, 12)
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def is_acknowledged_by_hand(request: Request) -> bool:
    """Whether the acknowledgement was held back, so that nothing goes by itself."""
    held = select(Message.id).where(
        Message.request_id == request.id, Message.state == MessageState.HELD
    )
    return db.session.scalar(held.limit(1)) is not None
