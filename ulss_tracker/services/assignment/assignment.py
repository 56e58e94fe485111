"""Giving one review or request to somebody, and the first look at a request.

In a case its reviews have assignees; a request has an owner while it waits. The owner stays
recorded, so that a request taken out of its case is theirs again. Somebody away keeps theirs: who
stands in sees them too (services/people/absences.py).
"""

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import Event, EventKind, Request, RequestState, Review, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders
from ulss_tracker.services.protection.holders import Work

NOBODY = 0
"""Stands for having no holder, where a person's id is asked for."""


def assign(work: Work, to: User | None, by: User, *, seen: int, note: str = "") -> None:
    """Give the work to somebody, or back to nobody, with a note of what they should know.

    `seen` is `seen_of` as it was when the person looked at it. Raises `NotAllowed` for those who
    work on no cases, `ChangedMeanwhile`, and as `check_open` and `holders.check_may_hold` do.
    """
    require(by, Permission.WORK_CASES if to else Permission.REASSIGN_WORK)
    if to is not None:
        require(to, Permission.WORK_CASES)
    with locked(work):
        check_open(work)
        _check_seen(work, seen)
        if to is not None:
            holders.check_may_hold(work.case, to)
        holders.give(work, to, by, note)


def take(work: Work, by: User, *, seen: int) -> None:
    """Take the work oneself, which is to look at a request.

    Raises as `assign` does, and `Refused` for what is theirs already.
    """
    with transaction():
        check_new_holder(work, by)
        assign(work, by, by, seen=seen)
        if isinstance(work, Request):
            mark_triaged(work, by)


def record_triage(request: Request, by: User) -> bool:
    """Record that somebody has looked at a waiting request; False when it had been looked at.

    Raises `Refused` when it no longer waits.
    """
    require(by, Permission.WORK_CASES)
    with locked(request):
        check_open(request)
        is_first = mark_triaged(request, by)
        if is_first:
            history.record(EventKind.REQUEST_LOOKED_AT, by, request)
    return is_first


def mark_triaged(request: Request, by: User) -> bool:
    """Keep who looked at a locked request, in the caller's transaction; False when kept before.

    Whoever opens a case from a request, joins, takes, releases or closes it has looked at it: the
    event of that says so, and there is none for the look.
    """
    if request.looked_at is not None:
        return False
    request.looked_at, request.looked_at_by_id = clock.now(), by.id
    return True


def seen_of(work: Work) -> int:
    """The mark of the work as a page shows it: a review's version, the id of a request's owner."""
    return work.version if isinstance(work, Review) else work.owner_id or NOBODY


def check_open(work: Work) -> None:
    """Raise `Refused` for a closed review, and for a request that waits no longer."""
    if isinstance(work, Review):
        preconditions.check_open(work)
    elif work.state is RequestState.IN_CASE:
        raise Refused("This request is in a case now: see there who works on it")
    elif not work.state.is_waiting:
        raise Refused(f"This request no longer waits: it is {work.state.label.lower()}")


def check_new_holder(work: Work, to: User) -> None:
    """Raise `Refused` for whose it is, unless they declined it: then it may be theirs again."""
    if holders.holder_of(work) != to:
        return
    change = latest_change(work)
    if change is None or change.kind is not EventKind.WORK_DECLINED:
        raise Refused(f"{to.name} is assigned already")


def latest_change(work: Work) -> Event | None:
    """The line of history that last gave the work to somebody, or by which they declined it."""
    gives = (
        EventKind.ASSIGNEE_CHANGED if isinstance(work, Review) else EventKind.REQUEST_OWNER_CHANGED
    )
    return history.latest(work, gives, EventKind.WORK_DECLINED)


def _check_seen(work: Work, seen: int) -> None:
    if isinstance(work, Review):
        preconditions.check_version(work, seen)
    elif seen_of(work) != seen:
        raise ChangedMeanwhile(
            "Somebody else took this request, or gave it to another, while you were looking at it. "
            "Look at it as it is now, then choose again."
        )
