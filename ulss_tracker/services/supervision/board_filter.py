"""The board's filters, for what has time running and for what is already with the court."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from ulss_tracker import clock
from ulss_tracker.models import Case, Deadline, Request, Review
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.time import bands
from ulss_tracker.scheme.time.bands import Band, Span
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core import tags, teams, users
from ulss_tracker.services.core.table import Filter
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.search.narrowing import by_words

NOBODY = "nobody"
OUTSIDE_CASE = "no_case"
_STAGES = (
    (OUTSIDE_CASE, "Not in a case yet"),
    *(state for state in State if state not in {State.TO_TELL, State.CLOSED}),
)


def owner_id() -> ColumnElement[int]:
    """Whose it is, by id, where `Deadline` is joined to its review and its request."""
    return func.coalesce(Review.assignee_id, Request.owner_id)


def moments(span: Span) -> ColumnElement[bool]:
    """Whether somebody must act within these moments."""
    return and_(
        true(),
        *([] if span.start is None else [Deadline.act_by_at >= span.start]),
        *([] if span.end is None else [Deadline.act_by_at < span.end]),
    )


def _is_in(band: Band) -> ColumnElement[bool]:
    if band is Band.NOT_KNOWN:
        return Deadline.file_by_at.is_(None)
    return moments(next(span for span in bands.spans(clock.now()) if span.band is band))


def _stage(word: str) -> State | str:
    return word if word == OUTSIDE_CASE else State(word)


def _is_at(stage: State | str) -> ColumnElement[bool]:
    """A request that nobody has put into a case is at no stage."""
    return Review.id.is_(None) if stage == OUTSIDE_CASE else Review.state == stage


def _owner(word: str) -> int | str:
    return word if word == NOBODY else int(word)


def _is_of(owner: int | str) -> ColumnElement[bool]:
    return owner_id().is_(None) if owner == NOBODY else owner_id() == owner


def _is_of_team(number: int) -> ColumnElement[bool]:
    return owner_id().in_(teams.members_of(number))


def _is_asked_for_by(standing: RequesterRole) -> ColumnElement[bool]:
    """Of the request, or of anybody who asked in the case."""
    cases = select(Request.case_id).where(
        Request.standing == standing, Request.case_id == Review.case_id
    )
    return or_(Request.standing == standing, cases.correlate(Review).exists())


def _is_of_court(court_id: str) -> ColumnElement[bool]:
    cases = select(Case.id).where(Case.court_id == court_id)
    return or_(Request.court_id == court_id, Review.case_id.in_(cases))


def _people() -> Iterable[Any]:
    return [(NOBODY, "Unassigned"), *users.names()]


def _crown_courts() -> Iterable[Any]:
    courts = load_courts()
    return [(court.id, court.name) for court in courts if court.kind is CourtKind.CROWN_COURT]


FILTERS = (
    by_words(review=Review.id, request=Request.id),
    Filter("assigned_to", "Assigned to", _is_of, _people, "Anybody", _owner),
    Filter("team", "Team", _is_of_team, teams.names, "Any team", int),
    Filter("stage", "Stage", _is_at, _STAGES, "Every stage", _stage),
    Filter("standing", "Asked for by", _is_asked_for_by, RequesterRole, "Anybody"),
    Filter("court", "Court", _is_of_court, _crown_courts, "Every court"),
    Filter("band", "File by", _is_in, Band, "Any time"),
    tags.FILTER,
    same_words.EACH,
)
"""Asked of `Deadline` with its review and its request, or of a filed review with both."""
