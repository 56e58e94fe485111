"""Reviews with somebody to tell, and who is still to be told."""

from datetime import UTC, datetime

from sqlalchemy import select

from tests.support import build
from ulss_tracker.models import Case, Event, EventKind, Notification, Request, Review, db
from ulss_tracker.scheme.workflow.notifying import Party
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@transaction()
def ended(outcome: Outcome = Outcome.NOT_REFERRED, **changes: object) -> Review:
    """A review that has come to an end, with nobody planned for yet."""
    review = build.review(**changes)
    end(review, outcome)
    return review


def end(review: Review, outcome: Outcome = Outcome.NOT_REFERRED) -> None:
    with transaction():
        review.outcome = outcome


@transaction()
def planned(outcome: Outcome = Outcome.NOT_REFERRED, **changes: object) -> Review:
    review = ended(outcome, **changes)
    notifying.plan_for_outcome(review, build.user())
    return review


@transaction()
def joined(case: Case, **changes: object) -> Request:
    """One more person who asked about the case."""
    request = build.request(**changes)
    cases.join_case(request, case, build.user())
    return request


def only(case: Case, party: Party) -> Notification:
    [found] = [each for each in notifying.of_case(case) if each.party is party]
    return found


def parties(case: Case) -> list[Party]:
    return [each.party for each in notifying.untold(case)]


def kinds() -> list[EventKind]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def only_of(review: Review, party: Party) -> Notification:
    rows = [row for row in notifying.untold(review.case) if row.party is party]
    [found] = [row for row in rows if row.review_id == review.id]
    return found
