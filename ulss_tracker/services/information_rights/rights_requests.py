"""Requests about personal data, from the letter to the answer: clock, search, decision, bundle.

One person says which of the records found are theirs, what is kept back and by which provision;
another looks. Then what is theirs is made ready to be sent, or erased by the jobs.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Unpack

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.adapters.pdf import bundle
from ulss_tracker.errors import Refused, existing
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import (
    Channel,
    EventKind,
    Review,
    RightsKind,
    RightsOutcome,
    RightsRequest,
    Treatment,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.rights_clock import answer_by
from ulss_tracker.services.core import office_details, references
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_entered, check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.information_rights import copies, finding, items, third_persons
from ulss_tracker.services.information_rights.finding import Person
from ulss_tracker.services.messaging.to_requesters import STATUS_PATH
from ulss_tracker.services.operations import erasing
from ulss_tracker.services.protection import holds

ANSWERED = "answered"
_LIKELY = 80
TABLE = Table(
    title="Personal data",
    columns=(
        Column("reference", "Request"),
        Column("kind", "Right"),
        Column("received", "Received", order=Ordering("received", RightsRequest.received_on)),
        Column("answer_by", "Answer by", order=Ordering("answer_by", RightsRequest.answer_by_on)),
    ),
    filters=(Filter("which", "Show", choices=[(ANSWERED, "Answered")], blank="To answer"),),
    default="answer_by",
)


class ClockStep(LabelledEnum):
    """One thing that stops the clock, lets it run or gives it longer."""

    ASK_IDENTITY = "ask_identity", "We asked who they are: the clock stops"
    IDENTIFIED = "identified", "They showed who they are: the month begins"
    ASK_MEANING = "ask_meaning", "We asked what they mean: the clock stops (access alone)"
    MEANING_KNOWN = "meaning_known", "They said what they mean: the clock runs on"
    EXTEND = "extend", "It is complex: two more months, and they were told why in time"


def record(
    kind: RightsKind,
    person: str,
    words: str,
    by: User,
    *,
    channel: Channel,
    received_on: date,
    contacts: str = "",
) -> RightsRequest:
    """Record a request with the day it reached the office; its clock runs from then.

    Raises `Refused` for a day to come, and without who it is or what is asked.
    """
    require(by, Permission.WORK_CASES)
    if received_on > clock.today():
        raise Refused("The day it was received must be today or in the past")
    check_entered(person, "Enter who asks")
    check_entered(words, "Enter what they ask")
    with transaction():
        rights = RightsRequest(
            reference=references.next_rights_reference(),
            kind=kind,
            channel=channel,
            person=person.strip(),
            contacts=contacts.strip(),
            words=words.strip(),
            received_on=received_on,
            recorded_at=clock.now(),
            recorded_by_id=by.id,
        )
        _count(rights)
        db.session.add(rights)
        history.record(
            EventKind.RIGHTS_RECORDED, by, rights_request=rights.reference, channel=channel
        )
    return rights


def get(reference: str) -> RightsRequest:
    """The request with this reference. Raises `NotFound`."""
    people = (RightsRequest.recorded_by, RightsRequest.decided_by, RightsRequest.checked_by)
    query = select(RightsRequest).options(*map(joinedload, people))
    rights = db.session.scalar(query.where(RightsRequest.reference == reference))
    return existing(rights, "There is no request about personal data with this reference")


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[RightsRequest]:
    """A page of the requests to answer, or of those that are answered."""
    is_open = RightsRequest.answered_at.is_(None)
    which = ~is_open if filters.get("which") == ANSWERED else is_open
    return TABLE.rows(select(RightsRequest).where(which), filters, **place)


def late() -> Sequence[RightsRequest]:
    """The requests that should have been answered by now and are not stopped, the oldest first."""
    waiting = _waiting(RightsRequest.answer_by_on < clock.today())
    return [rights for rights in waiting if not rights.is_stopped]


def move_clock(
    rights: RightsRequest, step: ClockStep, on: date, note: str, by: User, *, version: int
) -> None:
    """Stop the clock, let it run on or give it longer, as happened on a day.

    Raises `Refused` for what the law does not allow then, and for a day before it was received or
    to come.
    """
    _check_open(rights, by, version)
    _check_step(rights, step, on, note)
    with transaction():
        match step:
            case ClockStep.ASK_IDENTITY:
                rights.identity_asked_on = on
            case ClockStep.IDENTIFIED:
                rights.identified_on, rights.identified_how = on, note.strip()[:200]
            case ClockStep.ASK_MEANING:
                rights.meaning_asked_on, rights.meaning_known_on = on, None
            case ClockStep.MEANING_KNOWN:
                rights.meaning_known_on = on
            case ClockStep.EXTEND:
                rights.extended_on, rights.extended_why = on, note.strip()
        _count(rights)
        _changed(rights, step.label, by)


def _check_step(rights: RightsRequest, step: ClockStep, on: date, note: str) -> None:
    if not rights.received_on <= on <= clock.today():
        raise Refused("The day must be after it was received, and not to come")
    if step is ClockStep.ASK_MEANING and not rights.kind.gives_a_copy:
        raise Refused("Only a request for a copy waits for what they mean (art. 12A)")
    if step is ClockStep.EXTEND:
        check_entered(note, "Enter why it is complex, as they were told")
        if on > rights.answer_by_on or rights.kind is RightsKind.COMPLAINT:
            raise Refused("It can be given longer within the first month alone (art. 12(3))")
    if step is ClockStep.IDENTIFIED:
        check_entered(note, "Enter how they showed who they are")


def search_waiting() -> int:
    """Find the person of each request that waits for it, everywhere: a job; how many requests."""
    searched = [kind for kind in RightsKind if kind.is_searched]
    waiting = _waiting(RightsRequest.searched_at.is_(None), RightsRequest.kind.in_(searched))
    for rights in waiting:
        finds = finding.everywhere(Person.of(rights.person, rights.contacts))
        with transaction():
            rights.finds = [
                [*find, Treatment.THEIRS if find.likelihood >= _LIKELY else Treatment.UNDECIDED]
                for find in finds
            ]
            rights.searched_at = clock.now()
    return len(waiting)


def decide(
    rights: RightsRequest,
    treatments: Sequence[Treatment],
    masks: Sequence[str],
    by: User,
    *,
    version: int,
) -> None:
    """Say of each record found whether it is theirs, and which words of others are masked.

    Raises `Refused` while one is undecided, or they have not shown who they are.
    """
    _check_open(rights, by, version)
    if rights.identified_on is None:
        raise Refused("First record how they showed who they are")
    if Treatment.UNDECIDED in treatments or len(treatments) != len(rights.finds):
        raise Refused("Decide of each record whether it is theirs")
    with transaction():
        rights.finds = [
            [*find[:4], treatment] for find, treatment in zip(rights.finds, treatments, strict=True)
        ]
        rights.masks = [words.strip() for words in masks if words.strip()]
        rights.decided_at, rights.decided_by_id = clock.now(), by.id
        rights.checked_at = rights.checked_by_id = rights.bundle = rights.locked_at = None
        _changed(rights, "It was decided what is theirs", by)


def check(rights: RightsRequest, by: User, *, version: int, agrees: bool) -> None:
    """Agree, as a second person, with what was decided; or send it back.

    Raises `Refused` for whoever decided it, and for an erasure of what is held or worked on.
    """
    _check_open(rights, by, version)
    if rights.decided_at is None or rights.checked_at is not None:
        raise Refused("There is nothing to check")
    if rights.decided_by_id == by.id:
        raise Refused("Somebody else decided it or looks: two people")
    if agrees and rights.kind.erases:
        _refuse_kept(rights)
    with transaction():
        if agrees:
            rights.checked_at, rights.checked_by_id = clock.now(), by.id
        else:
            rights.decided_at = rights.decided_by_id = None
        _changed(rights, "A second person agreed" if agrees else "A second person sent it back", by)


def make_waiting() -> int:
    """Make what is theirs one PDF, for each request of which two decided: a job; how many."""
    unmade = RightsRequest.bundle.is_(None), RightsRequest.locked_at.is_(None)
    checked = select(RightsRequest).where(RightsRequest.checked_at.is_not(None), *unmade)
    rows = db.session.scalars(checked.order_by(RightsRequest.answer_by_on, RightsRequest.id))
    waiting = [rights for rights in rows if rights.gets_copy]
    for rights in waiting:
        title = f"What we hold about you: {rights.reference}"
        content = bundle.make(title, items.in_bundle(rights), rights.masks)
        with transaction():
            rights.bundle = content
    return len(waiting)


def lock_bundle(rights: RightsRequest, by: User, *, version: int) -> str:
    """Close the bundle with a code that alone opens it: shown once, kept as a hash alone.

    Where it is closed already it is made again, and "" is returned: answered ones too, as a code
    may be lost or too old. Raises `Refused` before it is made.
    """
    require(by, Permission.WORK_CASES)
    check_version(rights, version)
    if rights.locked_at is not None and rights.gets_copy:
        with transaction():
            rights.bundle = rights.locked_at = rights.opened_at = None
        return ""
    if rights.bundle is None or not rights.gets_copy:
        raise Refused("It has not been made yet")
    code = references.new_code()
    content = bundle.locked(rights.bundle, code)
    with transaction():
        rights.bundle, rights.locked_at = content, clock.now()
        rights.code_hash = references.hash_code(code)
        _changed(rights, "What we hold was made ready to be sent", by)
    return code


def erase_waiting() -> int:
    """Erase what two people decided of each request: a job; how many records."""
    number = 0
    for rights in _agreed(RightsKind.ERASURE, RightsRequest.erased_at.is_(None)):
        _refuse_kept(rights)
        by = (rights.decided_by_id or 0, rights.checked_by_id or 0)
        authority = f"UK GDPR art. 17; {rights.reference}"
        number += erasing.erase(items.to_erase(rights), by, authority)
        with transaction():
            rights.erased_at = clock.now()
            _changed(rights, "Erased, as two people decided", None)
    return number


def in_backups_until(rights: RightsRequest) -> date | None:
    """The last day on which a backup still holds what was erased; None before it is."""
    days = timedelta(days=office_details.current().BACKUP_DAYS)
    return clock.day_of(rights.erased_at + days) if rights.erased_at else None


def proposed_answer(rights: RightsRequest) -> str:
    """The beginning of the answer: where a copy is opened, or until when backups hold the erased.

    Both with the last day on which that is so.
    """
    if opens_until := copies.until(rights):
        return (
            f"You can open what we hold about you until {opens_until:%-d %B %Y}, at "
            f"{office_details.current().PUBLIC_URL}{STATUS_PATH}. Enter the reference "
            f"{rights.reference} and the code that we give you apart from this. After that day, "
            "telephone us for a new code."
        )
    until = in_backups_until(rights)
    if until is None:
        return ""
    return (
        "We have erased what we held about you, but for what we name below. Our backups hold it "
        f"until {until:%-d %B %Y}, and are then deleted. If we must go back to a backup, this is "
        "erased from it before it is used."
    )


def answer(
    rights: RightsRequest, outcome: RightsOutcome, words: str, by: User, *, version: int
) -> None:
    """Record how it was answered; its clock ends. Raises `Refused` while erasing is unfinished."""
    _check_open(rights, by, version)
    check_entered(words, "Enter what was answered")
    if rights.kind.erases and rights.checked_at and not rights.erased_at:
        raise Refused("It is being erased: answer when that is done, in a minute or so")
    with transaction():
        rights.outcome, rights.answer, rights.answered_at = outcome, words.strip(), clock.now()
        _changed(rights, f"Answered: {outcome.label}", by)


def proposed_masks(rights: RightsRequest) -> list[str]:
    """Words of others in what is theirs, to be masked: those decided, else those proposed."""
    if rights.decided_at is not None:
        return list(rights.masks)
    person = Person.of(rights.person, rights.contacts)
    texts = "\n".join(item.text for item in items.shown(rights))
    return third_persons.propose(texts, person)


def _count(rights: RightsRequest) -> None:
    stopped = 0
    if rights.meaning_asked_on:
        stopped = ((rights.meaning_known_on or clock.today()) - rights.meaning_asked_on).days
    rights.answer_by_on = answer_by(
        rights.received_on,
        is_complaint=rights.kind is RightsKind.COMPLAINT,
        identified_on=rights.identified_on if rights.identity_asked_on else None,
        stopped_days=stopped,
        is_extended=rights.extended_on is not None,
    )


def _refuse_kept(rights: RightsRequest) -> None:
    if holds.of_person(rights.person.splitlines(), rights.contacts.splitlines()):
        raise Refused("A legal hold keeps what is held of this person")
    cases = items.cases_of(items.to_erase(rights))
    if any(hold.case_id in cases for hold in holds.in_force()):
        raise Refused("A legal hold keeps a case in which this person is")
    working = select(Review.id).where(Review.case_id.in_(cases), Review.closed_at.is_(None))
    if db.session.scalar(working.limit(1)):
        raise Refused(
            "A case in which this person is has not ended: the office’s task needs it (art. "
            "17(3)(b)). Keep its records back, or wait until it is closed"
        )


def _waiting(*conditions: ColumnElement[bool]) -> Sequence[RightsRequest]:
    query = select(RightsRequest).where(RightsRequest.answered_at.is_(None), *conditions)
    return db.session.scalars(query.order_by(RightsRequest.answer_by_on, RightsRequest.id)).all()


def _agreed(kind: RightsKind, condition: ColumnElement[bool]) -> Sequence[RightsRequest]:
    two = RightsRequest.checked_at.is_not(None)
    return _waiting(RightsRequest.kind == kind, two, condition)


def _check_open(rights: RightsRequest, by: User, version: int) -> None:
    require(by, Permission.WORK_CASES)
    check_version(rights, version)
    if rights.answered_at is not None:
        raise Refused("It has been answered")


def _changed(rights: RightsRequest, what: str, by: User | None) -> None:
    history.record(EventKind.RIGHTS_CHANGED, by, rights_request=rights.reference, what=what)
