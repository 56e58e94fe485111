"""Balancing work: whoever of the office, or of a team, has the least gets the next piece.

An open review and a request that waits count once each, and twice with a week or less left. Whoever
is away today gets none, and nobody gets a case that is sealed to them or in which they declared a
conflict.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Deadline, Request, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment.carrying_out import Assignment
from ulss_tracker.services.core import teams, users
from ulss_tracker.services.core.users import require
from ulss_tracker.services.deadlines.deadlines import WAITING
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import holders
from ulss_tracker.services.protection.holders import Work

_SOON = timedelta(days=7)
_NEVER = datetime.max.replace(tzinfo=UTC)


def balance(
    assignments: Sequence[Assignment], by: User, *, team_id: int | None = None
) -> list[Assignment]:
    """These, each for whoever (of a team) then has the least, or with why nobody gets it.

    The most pressing are given first. Raises `NotAllowed`.
    """
    require(by, Permission.REASSIGN_WORK)
    recipients = _recipients([item.work for item in assignments if not item.why_not], team_id)
    return [
        item if item.why_not else _balanced(item, recipients[item.work], team_id)
        for item in assignments
    ]


def least_loaded(work: Work, team_id: int) -> User:
    """Whoever of a team has the least and may have the work. Raises `Refused` for nobody."""
    to = _recipients([work], team_id)[work]
    if to is None:
        raise Refused(_nobody(team_id))
    return to


def _balanced(item: Assignment, to: User | None, team_id: int | None) -> Assignment:
    if to is None:
        return replace(item, why_not=_nobody(team_id))
    stays = to == holders.holder_of(item.work)
    return replace(item, to=to, why_not=f"It stays with {to.name}" if stays else "")


def _nobody(team_id: int | None) -> str:
    if team_id is None:
        return "Nobody who is here today may have it"
    return f"Nobody of {teams.get(team_id).name} who is here today may have it: choose a person"


def _recipients(works: Sequence[Work], team_id: int | None) -> dict[Work, User | None]:
    """Who gets each; None where nobody who is here today may have it."""
    act_by = _act_by(works)
    away = absences.away_today()
    people = [user for user in users.assignees(team_id) if user.id not in away]
    loads = _loads(works)
    recipients: dict[Work, User | None] = {}
    for work in sorted(works, key=lambda work: (act_by[work] or _NEVER, work.id)):
        able = holders.who_may_hold(work.case, people)
        holder = holders.holder_of(work)
        to = min(
            able,
            key=lambda user: (loads.get(user.id, 0), user != holder, user.id),
            default=None,
        )
        recipients[work] = to
        if to is not None:
            at = act_by[work]
            is_soon = at is None or at - clock.now() <= _SOON
            loads[to.id] = loads.get(to.id, 0) + (2 if is_soon else 1)
    return recipients


def _act_by(works: Collection[Work]) -> dict[Work, datetime | None]:
    """By when somebody must act on each, where a time runs."""
    request_ids = [work.id for work in works if isinstance(work, Request)]
    query = select(Deadline.request_id, Deadline.act_by_at).where(
        Deadline.request_id.in_(request_ids), Deadline.ended_at.is_(None)
    )
    moments = {number: at for number, at in db.session.execute(query) if number}
    return {
        work: work.file_by_at if isinstance(work, Review) else moments.get(work.id)
        for work in works
    }


def _loads(works: Collection[Work]) -> dict[int, int]:
    """The load of each person, but for what is being given."""
    reviews = [work.id for work in works if isinstance(work, Review)]
    requests = [work.id for work in works if isinstance(work, Request)]
    of_reviews = (
        _counted(Review.assignee_id, Review.file_by_at)
        .where(Review.outcome.is_(None), Review.id.not_in(reviews))
        .group_by(Review.assignee_id)
    )
    running = and_(Deadline.request_id == Request.id, Deadline.ended_at.is_(None))
    of_requests = (
        _counted(Request.owner_id, Deadline.act_by_at)
        .select_from(Request)
        .outerjoin(Deadline, running)
        .where(Request.state.in_(WAITING), Request.id.not_in(requests))
        .group_by(Request.owner_id)
    )
    loads: dict[int, int] = {}
    for query in (of_reviews, of_requests):
        for number, count, pressing in db.session.execute(query):
            loads[number] = loads.get(number, 0) + count + pressing
    return loads


def _counted(
    holder_id: InstrumentedAttribute[int | None], by_at: InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    """How much each person has, and how much of it with a week or less left."""
    soon = by_at.is_(None) | (by_at <= clock.now() + _SOON)
    pieces = func.count()
    return select(holder_id, pieces, pieces.filter(soon)).where(holder_id.is_not(None))
