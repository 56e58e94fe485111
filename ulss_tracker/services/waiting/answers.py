"""Accepting or declining what one was given.

Accepting takes what waits. Whoever declines says why, and has the work until somebody else takes
it: nothing is ever between two people. Until then they may keep it after all.
"""

from dataclasses import dataclass

from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Event, EventKind, User, Wait, db
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core import users
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.history import history
from ulss_tracker.services.protection.holders import Work
from ulss_tracker.services.waiting import lists, notices

_KEPT = "Declined, and then kept after all"
_NOT_GIVEN = "This was not given to you"


@dataclass(frozen=True, slots=True)
class GivenWork:
    """How something that was given stands: who gave it, and the line that says it was declined."""

    giver: User | None
    declined: Event | None


def given_work(wait: Wait, by: User) -> GivenWork:
    """How what was given to this person, or to whom they stand in for, stands.

    Raises `NotAllowed` when it was given to somebody else, and `Refused` once another has it.
    """
    if not wait.kind.is_given or wait.for_id is None or not lists.may_take(wait, by):
        raise NotAllowed(_NOT_GIVEN)
    latest = assignment.latest_change(_work_of(wait))
    given = db.session.get(Event, wait.subject_id)
    if latest is None or given is None or latest.id < given.id:
        raise Refused("This is no longer yours to decline")
    if latest.kind is not EventKind.WORK_DECLINED and latest.id != given.id:
        raise Refused("Somebody has given this to another since, or taken it: it is theirs now")
    return GivenWork(given.by, latest if latest.kind is EventKind.WORK_DECLINED else None)


def decline(wait: Wait, reason: str, by: User) -> None:
    """Decline what was given, also once it was accepted: whoever gave it is told, and why.

    Raises `NotAllowed` and `Refused` as `given_work` does, and `Refused` without a reason and when
    it was declined already.
    """
    check_entered(reason, "Enter why you decline it")
    work = _work_of(wait)
    with locked(work):
        work_given = given_work(wait, by)
        if work_given.declined is not None:
            raise Refused("This was declined already")
        assignment.check_open(work)
        history.record(
            EventKind.WORK_DECLINED,
            by,
            wait.review,
            wait.request,
            reference=notices.reference_of(wait),
            reason=reason.strip(),
            given_by=work_given.giver.name if work_given.giver else "",
        )


def keep(wait: Wait, by: User) -> None:
    """Keep after all what was declined, while nobody else has it; whoever had to give it is free.

    It stays with whom it was given to, also where somebody who stands in for them says so. Raises
    as `given_work` does, and `Refused` when it was not declined.
    """
    work = _work_of(wait)
    with locked(work):
        if given_work(wait, by).declined is None:
            raise Refused("This was not declined: it is yours")
        holder = users.get(wait.for_id or by.id)
        assignment.assign(work, holder, by, seen=assignment.seen_of(work), note=_KEPT)


def _work_of(wait: Wait) -> Work:
    """The review or the request that was given."""
    work = wait.review or wait.request
    if work is None:
        raise NotAllowed(_NOT_GIVEN)
    return work
