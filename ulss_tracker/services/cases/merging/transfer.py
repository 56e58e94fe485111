"""Moving requests, and the people to be told, when cases are merged and when that is undone."""

from collections.abc import Sequence

from sqlalchemy import select

from ulss_tracker.models import Case, EventKind, PersonToTell, Request, User, db
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.history import history


def people_of(case: Case) -> list[PersonToTell]:
    """Those to be told of the case though they did not ask, the first first."""
    query = select(PersonToTell).where(PersonToTell.case_id == case.id)
    return list(db.session.scalars(query.order_by(PersonToTell.id)))


def move(requests: Sequence[Request], people: Sequence[PersonToTell], to: Case, by: User) -> None:
    """Move these requests and people to a case, in the caller's transaction; history says so."""
    came_from_cases = {request.case for request in requests if request.case is not None}
    for request in requests:
        came_from = request.case.reference if request.case else ""
        request.case = to
        history.record(EventKind.REQUEST_MOVED, by, to, request, case=came_from)
    for person in people:
        person.case_id = to.id
    db.session.flush()
    for case in {*came_from_cases, to}:
        assessing.keep_limits(case, by)
