"""The board's filter, for what has time running and for what is already with the court."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select

from ulss_tracker.models import Case, Deadline, Request, Review
from ulss_tracker.scheme.time.bands import Band
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.core import teams


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """The filter of the board; everything empty is everything.

    `is_unassigned` asks for those that are nobody's, `team_id` for those of anybody in a team.
    `is_outside_case` asks for requests that nobody has put into a case. `standing` is of the
    request, or of anybody who asked in the case.
    """

    assignee_id: int | None = None
    is_unassigned: bool = False
    team_id: int | None = None
    state: State | None = None
    is_outside_case: bool = False
    standing: Standing | None = None
    court_id: str | None = None
    band: Band | None = None

    def of_running(self) -> list[ColumnElement[bool]]:
        """The conditions on `Deadline` with its review and its request; all but the band."""
        found: list[ColumnElement[bool]] = []
        if self.is_unassigned:
            found.append(owner_id().is_(None))
        elif self.assignee_id is not None:
            found.append(owner_id() == self.assignee_id)
        if self.team_id is not None:
            found.append(owner_id().in_(teams.members_of(self.team_id)))
        if self.state is not None:
            found.append(Review.state == self.state)
        if self.is_outside_case:
            found.append(Deadline.request_id.is_not(None))
        if self.standing is not None:
            found.append(or_(Request.standing == self.standing, _is_asked_for_by(self.standing)))
        if self.court_id is not None:
            found.append(or_(Request.court_id == self.court_id, _is_of_court(self.court_id)))
        return found

    def of_filed(self) -> list[ColumnElement[bool]]:
        """The conditions on `Review` of those filed, which are in no band."""
        conditions: list[ColumnElement[bool]] = []
        if self.is_unassigned:
            conditions.append(Review.assignee_id.is_(None))
        elif self.assignee_id is not None:
            conditions.append(Review.assignee_id == self.assignee_id)
        if self.team_id is not None:
            conditions.append(Review.assignee_id.in_(teams.members_of(self.team_id)))
        if self.state is not None:
            conditions.append(Review.state == self.state)
        if self.is_outside_case:
            conditions.append(false())
        if self.standing is not None:
            conditions.append(_is_asked_for_by(self.standing))
        if self.court_id is not None:
            conditions.append(_is_of_court(self.court_id))
        return conditions


def owner_id() -> ColumnElement[int]:
    """Whose it is, by id, where `Deadline` is joined to its review and its request."""
    return func.coalesce(Review.assignee_id, Request.owner_id)


def _is_asked_for_by(standing: Standing) -> ColumnElement[bool]:
    cases = select(Request.case_id).where(
        Request.standing == standing, Request.case_id == Review.case_id
    )
    return cases.correlate(Review).exists()


def _is_of_court(court_id: str) -> ColumnElement[bool]:
    return Review.case_id.in_(select(Case.id).where(Case.court_id == court_id))
