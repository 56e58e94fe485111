"""Assignment of reviews: to whom one is assigned, taking one, and reassigning many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import Case, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import paging, teams
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import (
    check_may_work,
    check_open,
    check_version,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.protection import holders

ORDERINGS = (Ordering("file_by", Review.file_by_at),)
NOBODY = 0
"""Stands for the unassigned reviews, where a person's id is asked for."""


@dataclass(frozen=True, slots=True)
class PickedReview:
    """A review ticked on a list, and its version as the person saw it."""

    review_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A review that was not given, and why."""

    review: Review
    why: str


@dataclass(frozen=True, slots=True)
class Reassignment:
    """The result of reassigning the reviews ticked."""

    given: Sequence[Review]
    skipped: Sequence[Skipped]


def assign(review: Review, assignee: User, by: User, *, version: int, note: str = "") -> None:
    """Assign the review to somebody, with a note of what they should know.

    Raises as `holders.check_may_hold` for somebody who may not have it.
    """
    require(by, Permission.WORK_CASES)
    check_may_work(review, assignee, version)
    holders.check_may_hold(review.case, assignee)
    with transaction():
        holders.give(review, assignee, by, note)


def unassign(review: Review, by: User, *, version: int) -> None:
    """Take the review from whoever it is assigned to, as it was before that."""
    require(by, Permission.REASSIGN_WORK)
    check_version(review, version)
    check_open(review)
    with transaction():
        holders.give(review, None, by, "Undone")


def take(review: Review, by: User, *, version: int) -> None:
    """Assign a review to oneself. Raises `Refused` when it is already."""
    if review.assignee_id == by.id:
        raise Refused("This review is assigned to you already")
    assign(review, by, by, version=version)


def page(
    assignee_id: int | None,
    team_id: int | None = None,
    *,
    by: Ordering = ORDERINGS[0],
    descending: bool = False,
    after: str | None,
) -> Rows[Review]:
    """List a page of the open reviews assigned to one person, or (`NOBODY`) none, soonest first.

    `team_id` leaves those assigned to anybody in a team.
    """
    query = select(Review).where(Review.outcome.is_(None))
    if assignee_id == NOBODY:
        query = query.where(Review.assignee_id.is_(None))
    elif assignee_id is not None:
        query = query.where(Review.assignee_id == assignee_id)
    if team_id is not None:
        query = query.where(Review.assignee_id.in_(teams.members_of(team_id)))
    query = query.options(
        joinedload(Review.case).selectinload(Case.restrictions),
        joinedload(Review.assignee),
        joinedload(Review.deadline),
    )
    return paging.rows(query, by, descending=descending, after=after)


def counts() -> dict[int, int]:
    """Count the open reviews assigned to each person, by id; `NOBODY` for the unassigned."""
    query = (
        select(Review.assignee_id, func.count(Review.id))
        .where(Review.outcome.is_(None))
        .group_by(Review.assignee_id)
    )
    return {assignee_id or NOBODY: count for assignee_id, count in db.session.execute(query)}


def reassign(picked: Sequence[PickedReview], assignee: User, note: str, by: User) -> Reassignment:
    """Give many reviews to one person, each as the person who ticked it saw it.

    One that has changed since, is closed, or is theirs already is skipped and named, and does not
    keep the others back. Raises `NotAllowed`, and `Refused` when nothing was ticked or the person
    has left.
    """
    require(by, Permission.REASSIGN_WORK)
    if not picked:
        raise Refused("Choose the reviews to give")
    if not assignee.is_active:
        raise Refused(f"{assignee.name} has left: choose somebody else")
    given: list[Review] = []
    skipped: list[Skipped] = []
    with transaction():
        found = _locked([review.review_id for review in picked])
        for each in picked:
            review = found.get(each.review_id)
            if review is None:
                continue  # in a case that has been sealed meanwhile: it is not to be named
            try:
                if review.assignee_id == assignee.id:
                    raise Refused(f"{assignee.name} is assigned already")
                assign(review, assignee, by, version=each.version, note=note)
            except ChangedMeanwhile:
                skipped.append(Skipped(review, "Somebody else changed it meanwhile"))
            except Refused as refusal:
                skipped.append(Skipped(review, str(refusal)))
            else:
                given.append(review)
    return Reassignment(given, skipped)


def _locked(review_ids: Sequence[int]) -> dict[int, Review]:
    """Lock the reviews, as they are now, always in the same order."""
    query = (
        select(Review)
        .where(Review.id.in_(review_ids))
        .order_by(Review.id)
        .options(selectinload(Review.case), selectinload(Review.assignee))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {review.id: review for review in db.session.scalars(query)}
