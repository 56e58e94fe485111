"""Work shared out: whoever of the office, or of a team, has the least gets the next piece.

An open review and a request that waits count once each, and twice with a week or less left. Whoever
is away today gets none, and nobody gets a case that is sealed to them or in which they declared a
conflict.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Deadline, Request, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import assignment
from ulss_tracker.services.cases.assignment import PickedReview, Reassignment
from ulss_tracker.services.core import teams, users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.deadlines.deadlines import WAITING
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection import holders
from ulss_tracker.services.requests import ownership
from ulss_tracker.services.requests.ownership import Giving, PickedRequest

_SOON = timedelta(days=7)


class Sharing:
    """Those who may get work, and how much each has; what is given here is counted at once."""

    def __init__(
        self,
        team_id: int | None,
        *,
        reviews: Collection[int] = (),
        requests: Collection[int] = (),
    ) -> None:
        """Share among everybody, or within a team; these reviews and requests are not counted."""
        away = absences.away_today()
        self._people = [user for user in users.assignees(team_id) if user.id not in away]
        self._loads = _loads(reviews, requests)

    def of_review(self, review: Review) -> User | None:
        """Who gets this review; None when nobody who is here today may have it."""
        able = holders.who_may_hold(review.case, self._people)
        return self._least(able, review.assignee_id, review.file_by_at)

    def of_request(self, request: Request, act_by_at: datetime | None) -> User | None:
        """Who gets this request, to be acted on by `act_by_at`; None when nobody is here today."""
        return self._least(self._people, request.owner_id, act_by_at)

    def _least(
        self, able: Sequence[User], has_it: int | None, by_at: datetime | None
    ) -> User | None:
        if not able:
            return None
        to = min(able, key=lambda user: (self._loads.get(user.id, 0), user.id != has_it, user.id))
        is_soon = by_at is None or by_at - clock.now() <= _SOON
        self._loads[to.id] = self._loads.get(to.id, 0) + (2 if is_soon else 1)
        return to


def whoever_for_review(review: Review, team_id: int) -> User:
    """Whoever of a team has the least and may have the review. Raises `Refused` for nobody."""
    to = Sharing(team_id, reviews=[review.id]).of_review(review)
    return _somebody(to, team_id)


def whoever_for_request(request: Request, team_id: int) -> User:
    """Whoever of a team has the least, for a request. Raises `Refused` for nobody."""
    act_by_at = _act_by([request.id]).get(request.id)
    to = Sharing(team_id, requests=[request.id]).of_request(request, act_by_at)
    return _somebody(to, team_id)


def share_reviews(
    picked: Sequence[PickedReview], team_id: int, note: str, by: User
) -> Reassignment:
    """Give many reviews to a team, each to whoever then has the least, the most pressing first.

    Those that nobody of the team may have, and those that `assignment.reassign` would skip, are
    skipped and named. Raises `NotAllowed`, and `Refused` when nothing was ticked.
    """
    require(by, Permission.REASSIGN_WORK)
    if not picked:
        raise Refused("Choose the reviews to give")
    numbers = [review.review_id for review in picked]
    query = select(Review).where(Review.id.in_(numbers))
    reviews = db.session.scalars(query.order_by(Review.file_by_at.asc().nulls_last(), Review.id))
    sharing = Sharing(team_id, reviews=numbers)
    to = [(review, sharing.of_review(review)) for review in reviews]
    given: list[Review] = []
    skipped = [assignment.Skipped(review, _nobody(team_id)) for review, who in to if who is None]
    with transaction():
        for person, ids in _by_person(to).items():
            theirs = [review for review in picked if review.review_id in ids]
            result = assignment.reassign(theirs, person, note, by)
            given += result.given
            skipped += result.skipped
    return Reassignment(given, skipped)


def share_requests(picked: Sequence[PickedRequest], team_id: int, note: str, by: User) -> Giving:
    """Give many waiting requests to a team, as `share_reviews` gives reviews."""
    require(by, Permission.REASSIGN_WORK)
    if not picked:
        raise Refused("Choose the requests to give")
    numbers = [request.request_id for request in picked]
    moments = _act_by(numbers)
    never = datetime.max.replace(tzinfo=clock.now().tzinfo)
    requests = sorted(
        db.session.scalars(select(Request).where(Request.id.in_(numbers))),
        key=lambda request: (moments.get(request.id, never), request.id),
    )
    sharing = Sharing(team_id, requests=numbers)
    to = [(request, sharing.of_request(request, moments.get(request.id))) for request in requests]
    given: list[Request] = []
    skipped = [ownership.Skipped(request, _nobody(team_id)) for request, who in to if who is None]
    with transaction():
        for person, ids in _by_person(to).items():
            theirs = [request for request in picked if request.request_id in ids]
            result = ownership.give_many(theirs, person, note, by)
            given += result.given
            skipped += result.skipped
    return Giving(given, skipped)


def _somebody(to: User | None, team_id: int) -> User:
    if to is None:
        raise Refused(_nobody(team_id))
    return to


def _nobody(team_id: int) -> str:
    name = teams.get(team_id).name
    return f"Nobody of {name} who is here today may have it: choose a person"


def _by_person(to: Iterable[tuple[Review | Request, User | None]]) -> dict[User, set[int]]:
    """The ids of what each person gets, in the order in which the first of each comes."""
    found: dict[User, set[int]] = {}
    for each, person in to:
        if person is not None:
            found.setdefault(person, set()).add(each.id)
    return found


def _act_by(request_ids: Collection[int]) -> dict[int, datetime]:
    """By when somebody must act on each of these requests, where a time runs."""
    query = select(Deadline.request_id, Deadline.act_by_at).where(
        Deadline.request_id.in_(request_ids), Deadline.ended_at.is_(None)
    )
    return {number: at for number, at in db.session.execute(query) if number}


def _loads(reviews: Collection[int], requests: Collection[int]) -> dict[int, int]:
    """The load of each person, but for what is being given."""
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
    whose: InstrumentedAttribute[int | None], by_at: InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    """How much each person has, and how much of it with a week or less left."""
    soon = by_at.is_(None) | (by_at <= clock.now() + _SOON)
    pieces = func.count()
    return select(whose, pieces, pieces.filter(soon)).where(whose.is_not(None))
