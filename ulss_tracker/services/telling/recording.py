"""Recording that somebody was told, that a try failed, or why they are not to be told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    EventKind,
    Means,
    Message,
    Request,
    Telling,
    TellingAttempt,
    TellingState,
    User,
    db,
)
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services import history
from ulss_tracker.services.editing import check_version
from ulss_tracker.services.saving import saving
from ulss_tracker.services.telling.lists import who
from ulss_tracker.services.telling.planning import WITHDREW
from ulss_tracker.services.telling.stopping import stop_messages
from ulss_tracker.services.users import require


def record_told(
    telling: Telling,
    means: Means,
    at: datetime,
    by: User | None,
    *,
    note: str = "",
    version: int | None = None,
) -> None:
    """Record that somebody has been told; `by` is None when the tracker's own message told them.

    Raises `Refused` for a time in the future or before there was anything to tell, and when they
    have been told already.
    """
    _may_record(telling, by, version)
    _check_time(telling, at)
    if telling.state is TellingState.TOLD:
        raise Refused("This is already recorded: they have been told")
    with saving():
        _tell(telling, means, at, by, note)


def _tell(telling: Telling, means: Means, at: datetime, by: User | None, note: str) -> None:
    telling.state, telling.reason = TellingState.TOLD, ""
    telling.told_at, telling.means = at, means
    telling.told_by_id = by.id if by else None
    telling.note = note
    _event(EventKind.TOLD, telling, by, means=means, at=at, note=note)


def record_attempt(
    telling: Telling, means: Means, at: datetime, by: User | None, *, note: str = ""
) -> None:
    """Record a try that did not reach them: they are still to be told.

    Raises `Refused` for a time in the future, and when they need no more tries.
    """
    _may_record(telling, by, None)
    _check_time(telling, at)
    if telling.state is not TellingState.TO_TELL:
        raise Refused(f"No more tries are needed: “{telling.state.label.lower()}” is recorded")
    with saving():
        _try(telling, means, at, by, note)


def _try(telling: Telling, means: Means, at: datetime, by: User | None, note: str) -> None:
    db.session.add(
        TellingAttempt(telling=telling, at=at, means=means, note=note, by_id=by.id if by else None)
    )
    _event(EventKind.TELLING_TRIED, telling, by, means=means, note=note)


def record_contact(
    tellings: Iterable[Telling],
    *,
    is_told: bool,
    means: Means,
    at: datetime,
    by: User,
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> None:
    """Record one call or letter that told, or failed to tell, one person of several things.

    All of it is kept or none. `versions` are those the person recording it was looking at, by the
    telling's id. Raises as `record_told` and `record_attempt` do.
    """
    seen = versions or {}
    with saving():
        for telling in tellings:
            version = seen.get(telling.id)
            if is_told:
                record_told(telling, means, at, by, note=note, version=version)
            else:
                _may_record(telling, by, version)
                record_attempt(telling, means, at, by, note=note)


def excuse(
    telling: Telling, reason: str, by: User, *, version: int | None = None, own_wish: bool = False
) -> None:
    """Record that somebody is not to be told, and why. `own_wish`: they asked not to be contacted.

    Their own wish holds for all there is to tell them of this case, now and later. Any other
    reason not to tell a victim or a bereaved family is a supervisor's to give. Raises
    `NotAllowed`, and `Refused` without a reason or when they have been told.
    """
    _may_record(telling, by, version)
    if not reason.strip():
        raise Refused("Enter the reason for not telling them")
    if telling.state is TellingState.TOLD:
        raise Refused("They have been told already")
    if telling.party.is_first and not own_wish and not may(by.role, Permission.EXCUSE_TELLING):
        raise NotAllowed(
            "Only a supervisor can decide that a victim or a bereaved family is not told"
        )
    with saving():
        stop_messages([telling])
        telling.state, telling.reason = TellingState.NOT_TO_BE_TOLD, reason
        _event(EventKind.TELLING_EXCUSED, telling, by, reason=reason)
        if own_wish and telling.request is not None:
            telling.request.no_contact_reason = reason


def excuse_withdrawn(request: Request, by: User | None) -> None:
    """Somebody who withdraws need not be told what they were still to be told.

    It is kept with the reason, so that they can be told after all. In the caller's transaction.
    """
    query = select(Telling).where(
        Telling.request_id == request.id,
        Telling.state == TellingState.TO_TELL,
        Telling.superseded_at.is_(None),
    )
    tellings = db.session.scalars(query).all()
    stop_messages(tellings)
    for telling in tellings:
        telling.state, telling.reason = TellingState.NOT_TO_BE_TOLD, WITHDREW
        _event(EventKind.TELLING_EXCUSED, telling, by, reason=WITHDREW)


def reinstate_withdrawn(request: Request, by: User) -> None:
    """Somebody who did not withdraw after all is to be told what their withdrawal kept from them.

    In the caller's transaction.
    """
    query = select(Telling).where(
        Telling.request_id == request.id,
        Telling.state == TellingState.NOT_TO_BE_TOLD,
        Telling.reason == WITHDREW,
        Telling.superseded_at.is_(None),
    )
    for telling in db.session.scalars(query).all():
        telling.state, telling.reason = TellingState.TO_TELL, ""
        _event(EventKind.TELLING_REINSTATED, telling, by)


def reinstate(telling: Telling, by: User, *, version: int | None = None) -> None:
    """Have somebody told after all: their wish changed, or a way to reach them was found."""
    _may_record(telling, by, version)
    if telling.state is not TellingState.NOT_TO_BE_TOLD:
        raise Refused(f"This is recorded as “{telling.state.label.lower()}”")
    with saving():
        telling.state, telling.reason = TellingState.TO_TELL, ""
        if telling.request is not None:
            telling.request.no_contact_reason = ""
        _event(EventKind.TELLING_REINSTATED, telling, by)


def carried_by(message: Message, tellings: Iterable[Telling]) -> None:
    """Tie tellings to the message that tells them: it is sent, they are told.

    Called in the transaction that adds the message to the outbox.
    """
    db.session.flush()  # the message must have its id
    for telling in tellings:
        telling.message_id = message.id


def message_sent(message: Message) -> None:
    """Record that a message has gone: whoever it was to tell has been told.

    It has gone, whatever the clock says by now: nothing here may refuse, or it would go again.
    """
    means = Means.LETTER if message.by_post else Means.EMAIL
    for telling in _by_message(message, TellingState.TO_TELL):
        _tell(telling, means, max(message.sent_at or clock.now(), telling.known_at), None, "")


def message_failed(message: Message) -> None:
    """Record that a message was given up on: somebody must tell these people another way."""
    means = Means.LETTER if message.by_post else Means.EMAIL
    for telling in _by_message(message, TellingState.TO_TELL):
        _try(telling, means, clock.now(), None, message.last_error)


def message_came_back(message: Message) -> None:
    """Record that a message which had gone did not arrive: its people are to be told after all.

    Not those whom somebody has told another way meanwhile.
    """
    for telling in _by_message(message, TellingState.TOLD):
        if telling.told_by_id is None:
            telling.state, telling.told_at, telling.means = TellingState.TO_TELL, None, None
            _try(telling, Means.EMAIL, clock.now(), None, message.last_error)


def _by_message(message: Message, state: TellingState) -> list[Telling]:
    """Those it tells, locked: a person recording a call at this instant waits, and then sees."""
    query = select(Telling).where(
        Telling.message_id == message.id,
        Telling.state == state,
        Telling.superseded_at.is_(None),
    )
    locked = query.order_by(Telling.id).with_for_update()
    return list(db.session.scalars(locked.execution_options(populate_existing=True)))


def _may_record(telling: Telling, by: User | None, version: int | None) -> None:
    if by is not None:
        require(by, Permission.WORK_CASES)
    if version is not None:
        check_version(telling, version)
    if telling.superseded_at is not None:
        raise Refused("The review was reopened: there is nothing to tell them of this any more")


def _check_time(telling: Telling, at: datetime) -> None:
    if at > clock.now():
        raise Refused("The time must be now or in the past")
    # A screen knows whole minutes only.
    if at < telling.known_at.replace(second=0, microsecond=0):
        raise Refused("The time must be after there was something to tell them")


def _event(kind: EventKind, telling: Telling, by: User | None, **more: object) -> None:
    history.record(
        kind,
        by=by,
        review=telling.review,
        request=telling.request,
        after={"about": telling.about, "who": who(telling), **more},
    )
