"""Whose a waiting request is, and who looked at it first.

A request has an owner while it waits; in a case the reviews have their assignees. The owner stays
recorded, so that a request taken out of its case is theirs again. Somebody away keeps theirs: who
stands in sees them too (services/people/absences.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import Event, EventKind, Request, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.deadlines.deadlines import WAITING
from ulss_tracker.services.history import history

NOBODY = 0
"""Stands for having no owner, where a person's id is asked for."""


@dataclass(frozen=True, slots=True)
class PickedRequest:
    """A request ticked on a list, and the id of its owner as the person saw it."""

    request_id: int
    owner_id: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A request that was not given, and why."""

    request: Request
    why: str


@dataclass(frozen=True, slots=True)
class Giving:
    """The result of giving the requests ticked."""

    given: Sequence[Request]
    skipped: Sequence[Skipped]


def take(request: Request, by: User, *, seen_owner_id: int) -> None:
    """Take a request oneself, which is to look at it. Refuses as `give` does."""
    require(by, Permission.WORK_CASES)
    with transaction():
        _lock(request)
        _give(request, by, by, seen_owner_id, "")
        mark_looked_at(request, by)


def give(request: Request, owner: User, by: User, *, seen_owner_id: int, note: str = "") -> None:
    """Give a waiting request to somebody, with a note of what they should know.

    `seen_owner_id` is whose it was as the person saw it, `NOBODY` for nobody's. Raises
    `ChangedMeanwhile`, and `Refused` when it no longer waits, is theirs already, or they have left.
    """
    require(by, Permission.WORK_CASES)
    _check_can_own(owner)
    with transaction():
        _lock(request)
        _give(request, owner, by, seen_owner_id, note)


def give_many(picked: Sequence[PickedRequest], owner: User, note: str, by: User) -> Giving:
    """Give many requests to one person, each as the person who ticked it saw it.

    One that no longer waits, has another owner since, or is theirs already is skipped and named,
    and does not keep the others back. Raises `NotAllowed`, and `Refused` when nothing was ticked or
    the person has left.
    """
    require(by, Permission.REASSIGN_WORK)
    if not picked:
        raise Refused("Choose the requests to give")
    _check_can_own(owner)
    given: list[Request] = []
    skipped: list[Skipped] = []
    with transaction():
        found = _locked([request.request_id for request in picked])
        for each in picked:
            request = found.get(each.request_id)
            if request is None:
                continue  # in a case that has been sealed meanwhile: it is not to be named
            try:
                check_waits(request)
                _give(request, owner, by, each.owner_id, note)
            except ChangedMeanwhile:
                skipped.append(Skipped(request, "Somebody else gave it to another meanwhile"))
            except Refused as refusal:
                skipped.append(Skipped(request, str(refusal)))
            else:
                given.append(request)
    return Giving(given, skipped)


def record_look(request: Request, by: User) -> bool:
    """Record that somebody has looked at a waiting request; False when it had been looked at.

    Raises `Refused` when it no longer waits.
    """
    require(by, Permission.WORK_CASES)
    with transaction():
        _lock(request)
        is_first = mark_looked_at(request, by)
        if is_first:
            after = {"reference": request.reference}
            history.record(EventKind.REQUEST_LOOKED_AT, by=by, request=request, after=after)
    return is_first


def mark_looked_at(request: Request, by: User) -> bool:
    """Keep who looked at a locked request, in the caller's transaction; False when kept before.

    Whoever opens a case from a request, joins, takes, releases or closes it has looked at it: the
    event of that says so, and there is none for the look.
    """
    if request.looked_at is not None:
        return False
    request.looked_at, request.looked_at_by_id = clock.now(), by.id
    return True


def counts() -> dict[int, int]:
    """Count the waiting requests of each person, by id; `NOBODY` for those without an owner."""
    query = (
        select(Request.owner_id, func.count(Request.id))
        .where(Request.state.in_(WAITING))
        .group_by(Request.owner_id)
    )
    return {owner_id or NOBODY: count for owner_id, count in db.session.execute(query)}


def _check_can_own(owner: User) -> None:
    require(owner, Permission.WORK_CASES)
    if not owner.is_active:
        raise Refused(f"{owner.name} has left: choose somebody else")


def check_waits(request: Request) -> None:
    """Raise `Refused` when the request no longer waits: nobody owns it then."""
    if request.state.is_in_case:
        raise Refused("This request is in a case now: see there who works on it")
    if not request.state.is_waiting:
        raise Refused(f"This request no longer waits: it is {request.state.label.lower()}")


def _lock(request: Request) -> None:
    """Lock the row, as it is now, against anybody else; raise `Refused` when it no longer waits."""
    db.session.refresh(request, with_for_update={"of": Request})
    check_waits(request)


def _locked(request_ids: Sequence[int]) -> dict[int, Request]:
    """Lock the requests, as they are now, always in the same order."""
    query = (
        select(Request)
        .where(Request.id.in_(request_ids))
        .order_by(Request.id)
        .options(joinedload(Request.owner))
        .with_for_update(of=Request)
        .execution_options(populate_existing=True)
    )
    return {request.id: request for request in db.session.scalars(query)}


def _is_declined(request: Request) -> bool:
    """Whether its owner declined it since it was given to them: then it may be theirs again."""
    query = select(Event.kind).where(
        Event.request_id == request.id,
        Event.kind.in_((EventKind.REQUEST_OWNER_CHANGED, EventKind.WORK_DECLINED)),
    )
    latest = db.session.scalar(query.order_by(Event.id.desc()).limit(1))
    return latest is EventKind.WORK_DECLINED


def _give(request: Request, owner: User, by: User, seen_owner_id: int, note: str) -> None:
    if (request.owner_id or NOBODY) != seen_owner_id:
        raise ChangedMeanwhile(
            "Somebody else took this request, or gave it to another, while you were looking at it. "
            "Look at it as it is now, then choose again."
        )
    if request.owner_id == owner.id and not _is_declined(request):
        raise Refused(
            "This request is yours already" if owner.id == by.id else f"{owner.name} has it already"
        )
    before = {"owner": request.owner.name if request.owner else ""}
    request.owner = owner
    history.record(
        EventKind.REQUEST_OWNER_CHANGED,
        by=by,
        request=request,
        before=before,
        after={"reference": request.reference, "owner": owner.name, "note": note},
    )
