"""How much work each person has, and the open reviews of one person, of a team, or of nobody."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import Case, Request, Review, db
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.core import teams, users
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import Column, Filter, Place, Table
from ulss_tracker.services.deadlines.deadlines import WAITING
from ulss_tracker.services.protection.holders import Work
from ulss_tracker.services.search.narrowing import by_words


def _is_held_by(number: int) -> ColumnElement[bool]:
    return Review.assignee_id == (None if number == NOBODY else number)


def _is_of_team(number: int) -> ColumnElement[bool]:
    return Review.assignee_id.in_(teams.members_of(number))


TABLE = Table(
    title="Open reviews",
    columns=(
        Column("give", "Give"),
        Column("offender", "Offender"),
        Column("case", "Case", lambda review: review.case.reference, classes="app-nowrap"),
        Column("state", "Stage"),
        Column("file_by", "File by", order=Ordering("file_by", Review.earliest_file_by_at)),
    ),
    filters=(
        Filter(
            "assigned_to",
            "Assigned to",
            _is_held_by,
            lambda: holders(Review),
            "Choose a person",
            int,
        ),
        Filter("team", "Team", _is_of_team, teams.names, "Any team", int),
        by_words(review=Review.id),
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


def holders(kind: type[Work]) -> list[tuple[int, str]]:
    """Everybody with open work of this kind, left or not, and how much; nobody's first."""
    number_of = counts(kind)
    people = [(NOBODY, "Nobody"), *users.names()]
    return [
        (holder_id, f"{name} ({number_of.get(holder_id, 0)})")
        for holder_id, name in people
        if holder_id == NOBODY or holder_id in number_of
    ]


def page(filters: Mapping[str, Any], **place: Unpack[Place]) -> Rows[Review]:
    """List a page of the open reviews of one person, of (`NOBODY`) none, or of a team."""
    query = (
        select(Review)
        .where(Review.outcome.is_(None))
        .options(
            joinedload(Review.case).selectinload(Case.restrictions),
            joinedload(Review.assignee),
            joinedload(Review.deadline),
        )
    )
    return TABLE.rows(query, filters, **place)
