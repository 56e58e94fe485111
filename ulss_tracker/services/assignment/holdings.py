"""How much work each person has, and the open reviews of one person, of a team, or of nobody."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Request, Review, db
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.core import paging, teams
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import Column, Table
from ulss_tracker.services.deadlines.deadlines import WAITING
from ulss_tracker.services.protection.holders import Work

BY_FILE_BY = Ordering("file_by", Review.file_by_at)
TABLE = Table(
    title="Open reviews",
    columns=(
        Column("give", "Give"),
        Column("offender", "Offender"),
        Column("case", "Case", lambda review: review.case.reference, classes="app-nowrap"),
        Column("state", "Stage"),
        Column("file_by", "File by", order=BY_FILE_BY),
    ),
    default="file_by",
    heads="offender",
)


def counts(kind: type[Work]) -> dict[int, int]:
    """Count the open reviews, or waiting requests, of each person by id; `NOBODY` for no one's."""
    if kind is Review:
        holder_id, is_open = Review.assignee_id, Review.outcome.is_(None)
    else:
        holder_id, is_open = Request.owner_id, Request.state.in_(WAITING)
    query = select(holder_id, func.count()).where(is_open).group_by(holder_id)
    return {number or NOBODY: count for number, count in db.session.execute(query)}


def page(
    assignee_id: int | None,
    team_id: int | None = None,
    *,
    by: Ordering = BY_FILE_BY,
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
