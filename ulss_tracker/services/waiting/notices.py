"""Telling whoever is next that something waits for them: an email, references and times only.

In the transaction of its cause, and in the person's own working hours unless a day or less is left.
Several things that one change hands to one person are one email. What is taken, done or given to
somebody else before its email has gone is not written about; those who were told are told so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from ulss_tracker import clock
from ulss_tracker.models import (
    Deadline,
    Message,
    MessageState,
    User,
    Wait,
    WaitKind,
    WaitNotice,
    db,
)
from ulss_tracker.permissions import Role, may
from ulss_tracker.scheme.workflow.ladder import LAST_DAY
from ulss_tracker.services.messaging import compose, duty_calls
from ulss_tracker.services.people import absences, working_hours
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.waiting import matters

_NOT_GONE = (MessageState.WAITING, MessageState.FAILED)
_SILENT = (WaitKind.OWED,)
_GIVEN = (WaitKind.REQUEST_GIVEN, WaitKind.REVIEW_GIVEN)
_WHY_STOPPED = "It was done, taken or given to somebody else before this was sent"


def tell(waits: Sequence[Wait]) -> None:
    """Write to whoever these wait for and has not been told, each person once for all of them.

    What nobody asked for (facts that have yet to be verified) is in the lists and writes to
    nobody: it would be everybody, at every change.
    """
    waits = [wait for wait in waits if wait.was_asked and wait.kind not in _SILENT]
    if not waits:
        return
    notified = _already_notified([wait.id for wait in waits])
    by_person: defaultdict[int, list[Wait]] = defaultdict(list)
    people: dict[int, User] = {}
    for wait, person in _recipients(waits):
        if (wait.id, person.id) not in notified and not _was_called(person, wait):
            people[person.id] = person
            by_person[person.id].append(wait)
    moments = _file_by(waits) if by_person else {}
    for number, theirs in by_person.items():
        _write_to(people[number], theirs, moments)


def tell_the_others(wait: Wait, by: User) -> None:
    """Tell those who were told of it that somebody has taken it; what has not gone is stopped."""
    others = [
        notice
        for notice in wait.notices
        if notice.person_id != by.id and sealing.opens_to(wait.case, notice.person)
    ]
    for notice, message in _with_messages(others):
        if message.state in _NOT_GONE:
            _stop(message)
            continue
        subject, body = compose.write(
            "en/taken.txt", reference=reference_of(wait), what=wait.kind.label, by=by.name
        )
        compose.add_once(
            once_key=f"taken:{wait.id}:{notice.person_id}:{by.id}",
            kind=compose.HAND_OVER,
            recipient=notice.person.email,
            subject=subject,
            body=body,
            case_id=wait.case_id,
            request_id=wait.request_id,
            next_try_at=working_hours.next_moment(notice.person, clock.now()),
        )


def stop(wait: Wait) -> None:
    """Stop the emails about something that waits no more, where they have not gone."""
    for _, message in _with_messages(wait.notices):
        if message.state in _NOT_GONE:
            _stop(message)


def reference_of(wait: Wait) -> str:
    """The reference of what waits: its case's, or the request's that is in none."""
    if wait.case is not None:
        return wait.case.reference
    return wait.request.reference if wait.request is not None else ""


def _stop(message: Message) -> None:
    message.state, message.last_error = MessageState.STOPPED, _WHY_STOPPED


def _with_messages(notices: Sequence[WaitNotice]) -> list[tuple[WaitNotice, Message]]:
    if not notices:
        return []
    query = select(Message).where(Message.id.in_([notice.message_id for notice in notices]))
    messages = {message.id: message for message in db.session.scalars(query.with_for_update())}
    return [
        (notice, messages[notice.message_id]) for notice in notices if notice.message_id in messages
    ]


def _was_called(person: User, wait: Wait) -> bool:
    """Whether an alarm that gave it to them has just called them, and said that it is theirs."""
    if wait.by_id is not None or wait.kind not in _GIVEN:
        return False
    return duty_calls.email_of_call(person, wait.request_id, wait.review_id) is not None


def _file_by(waits: Sequence[Wait]) -> dict[int, datetime | None]:
    """The moment to file by of the matter of each that has a running deadline, by its id."""
    review_id, request_id = matters.columns(Wait.review_id, Wait.case_id, Wait.request_id)
    is_its = or_(Deadline.review_id == review_id, Deadline.request_id == request_id)
    query = (
        select(Wait.id, Deadline.file_by_at)
        .join(Deadline, and_(is_its, Deadline.ended_at.is_(None)))
        .where(Wait.id.in_([wait.id for wait in waits]))
    )
    return dict(iter(db.session.execute(query)))


def _already_notified(wait_ids: Sequence[int]) -> set[tuple[int, int]]:
    query = select(WaitNotice.wait_id, WaitNotice.person_id).where(WaitNotice.wait_id.in_(wait_ids))
    return {(wait_id, person_id) for wait_id, person_id in db.session.execute(query)}


def _recipients(waits: Iterable[Wait]) -> Iterable[tuple[Wait, User]]:
    """Whom each waits for: the person or who stands in for them, else everybody there who may."""
    away = absences.away_today()
    everybody = list(db.session.scalars(select(User).where(User.is_active).order_by(User.id)))
    named = sealing.readers_of_sealed()
    for wait in waits:
        for person in _people(wait, everybody, away):
            is_sealed_from = wait.case_id in named and person.id not in named[wait.case_id]
            if person.id != wait.by_id and not is_sealed_from and _opens_to(wait, person):
                yield wait, person


def _opens_to(wait: Wait, person: User) -> bool:
    """Whether the case is one of theirs, for those to whom only the cases open that name them."""
    if not person.role.sees_named_cases_only:
        return True
    return wait.case is not None and access_filter.may_see(wait.case, person)


def _people(wait: Wait, everybody: Sequence[User], away: frozenset[int]) -> list[User]:
    if wait.for_id is not None:
        person = next((user for user in everybody if user.id == wait.for_id), None)
        return [] if person is None else [absences.stands_in_for(person, wait.case)]
    barred = {bar.person_id for bar in wait.bars}
    return [user for user in everybody if _may_do(wait, user) and user.id not in away | barred]


def _may_do(wait: Wait, person: User) -> bool:
    if wait.permission is None or not may(person.role, wait.permission):
        return False
    is_officer = person.role is Role.LAW_OFFICER
    return not is_officer or wait.law_office in (None, person.law_office)


def _write_to(person: User, waits: Sequence[Wait], file_by: Mapping[int, datetime | None]) -> None:
    """Write one email about these; `file_by` has the moments to file by of those that have one."""
    now = clock.now()
    moments = [file_by.get(wait.id) for wait in waits]
    subject, body = compose.write(
        "en/hand_over.txt",
        what=[
            (wait.kind.label, reference_of(wait), _moment_words(wait, at))
            for wait, at in zip(waits, moments, strict=True)
        ],
    )
    send_at = min(_send_at(person, now, wait, at) for wait, at in zip(waits, moments, strict=True))
    message = compose.add_and_give(
        once_key=_once_key(person, waits, now),
        kind=compose.HAND_OVER,
        recipient=person.email,
        subject=subject,
        body=body,
        next_try_at=send_at,
    )
    for wait in waits:
        db.session.add(WaitNotice(wait_id=wait.id, person_id=person.id, message_id=message.id))


def _moment_words(wait: Wait, file_by_at: datetime | None) -> str:
    """None of a deadline that is to be approved: it may move again before the email is read."""
    if file_by_at is None or wait.kind is WaitKind.APPROVE_DEADLINE:
        return ""
    return compose.moment(file_by_at, "en")


def _once_key(person: User, waits: Sequence[Wait], now: datetime) -> str:
    """One email for these; of deadlines that new law moves one by one, one a day."""
    if all(wait.kind is WaitKind.APPROVE_DEADLINE and wait.by_id is None for wait in waits):
        return f"waits:deadlines:{now.astimezone(clock.LONDON):%Y-%m-%d}:{person.id}"
    return f"waits:{waits[0].id}:{person.id}"


def _send_at(person: User, now: datetime, wait: Wait, file_by_at: datetime | None) -> datetime:
    """When the email goes: as the person next works; on the last day of the ladders at once."""
    begins_at = max(now, wait.from_at)
    if file_by_at is None:
        return working_hours.next_moment(person, begins_at)
    pressing_at = max(begins_at, file_by_at - LAST_DAY)
    return min(working_hours.next_moment(person, begins_at), pressing_at)
