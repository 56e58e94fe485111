"""Accepting or declining what one was given.

Accepting takes what waits. Whoever declines says why, and has the work until somebody else takes
it: nothing is ever between two people. Until then they may keep it after all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Event, EventKind, Request, Review, User, Wait, db
from ulss_tracker.services.cases import assignment
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import ownership
from ulss_tracker.services.waiting import lists, notices, waits

_KEPT = "Declined, and then kept after all"


@dataclass(frozen=True, slots=True)
class Standing:
    """How something that was given stands: who gave it, and the line that says it was declined."""

    giver: User | None
    declined: Event | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The result of accepting several: those accepted, and the others' references with why."""

    done: Sequence[Wait]
    failed: Sequence[tuple[str, str]]


def standing(wait: Wait, by: User) -> Standing:
    """How what was given to this person, or to whom they stand in for, stands.

    Raises `NotAllowed` when it was given to somebody else, and `Refused` once another has it.
    """
    if not wait.kind.is_given or wait.for_id is None or not lists.may_take(wait, by):
        raise NotAllowed("This was not given to you")
    latest = _latest(wait)
    given = db.session.get(Event, wait.subject_id)
    if latest is None or given is None or latest.id < given.id:
        raise Refused("This is no longer yours to decline")
    if latest.kind is not EventKind.WORK_DECLINED and latest.id != given.id:
        raise Refused("Somebody has given this to another since, or taken it: it is theirs now")
    return Standing(given.by, latest if latest.kind is EventKind.WORK_DECLINED else None)


def decline(wait: Wait, reason: str, by: User) -> None:
    """Decline what was given, also once it was accepted: whoever gave it is told, and why.

    Raises `NotAllowed` and `Refused` as `standing` does, and `Refused` without a reason and when it
    was declined already.
    """
    if not reason.strip():
        raise Refused("Enter why you decline it")
    with transaction():
        _lock(wait)
        found = standing(wait, by)
        if found.declined is not None:
            raise Refused("This was declined already")
        if wait.request is not None:
            ownership.check_waits(wait.request)
        history.record(
            EventKind.WORK_DECLINED,
            by=by,
            review=wait.review,
            request=wait.request,
            after={
                "reference": notices.reference_of(wait),
                "reason": reason.strip(),
                "given_by": found.giver.name if found.giver else "",
            },
        )


def keep(wait: Wait, by: User) -> None:
    """Keep after all what was declined, while nobody else has it; whoever had to give it is free.

    It stays with whom it was given to, also where somebody who stands in for them says so. Raises
    as `standing` does, and `Refused` when it was not declined.
    """
    with transaction():
        _lock(wait)
        if standing(wait, by).declined is None:
            raise Refused("This was not declined: it is yours")
        holder = users.get(wait.for_id or by.id)
        if wait.review is not None:
            version = wait.review.version
            assignment.assign(wait.review, holder, by, version=version, note=_KEPT)
        elif wait.request is not None:
            ownership.give(wait.request, holder, by, seen_owner_id=holder.id, note=_KEPT)


def accept_many(wait_ids: Sequence[int], by: User) -> Accepted:
    """Accept several that were given to this person, each by itself."""
    done: list[Wait] = []
    failed: list[tuple[str, str]] = []
    for number in dict.fromkeys(wait_ids[: lists.PAGE]):
        try:
            wait = waits.get(number)
            if not wait.kind.is_given:
                raise NotAllowed("This was not given to you")
            waits.take(wait, by)
        except NotFound:
            continue  # in a case that has been sealed meanwhile: it is not to be named
        except (NotAllowed, Refused) as refusal:
            failed.append((notices.reference_of(wait), str(refusal)))
        else:
            done.append(wait)
    return Accepted(done, failed)


def _latest(wait: Wait) -> Event | None:
    """The latest line that says whose it is, or that they declined it."""
    is_review = wait.review_id is not None
    gives = EventKind.ASSIGNEE_CHANGED if is_review else EventKind.REQUEST_OWNER_CHANGED
    about = Event.review_id == wait.review_id if is_review else Event.request_id == wait.request_id
    query = select(Event).where(about, Event.kind.in_((gives, EventKind.WORK_DECLINED)))
    return db.session.scalar(query.order_by(Event.id.desc()).limit(1))


def _lock(wait: Wait) -> None:
    """Lock the review or the request, so that nobody gives it to another meanwhile."""
    if wait.review is not None:
        db.session.refresh(wait.review, with_for_update={"of": Review})
    elif wait.request is not None:
        db.session.refresh(wait.request, with_for_update={"of": Request})
