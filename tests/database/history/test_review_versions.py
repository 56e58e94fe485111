"""Review versions are kept moment by moment, in the transaction that changes the review."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.clocks import SetClock
from ulss_tracker.models import Review, ReviewVersion, db
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.cases import Offender
from ulss_tracker.services.core.unit_of_work import transaction

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def beliefs(review: Review) -> list[ReviewVersion]:
    query = (
        select(ReviewVersion).where(ReviewVersion.review_id == review.id).order_by(ReviewVersion.id)
    )
    return list(db.session.scalars(query))


def test_a_review_is_believed_from_the_moment_it_was_opened(app: Flask) -> None:
    review = build.eligible_review(standing=RequesterRole.VICTIM)
    known = beliefs(review)
    first, now = known[0], known[-1]
    assert first.from_at == review.opened_at
    assert first.standing is RequesterRole.VICTIM
    assert first.received_at == review.case.requests[0].received_at
    assert now.family
    assert now.last_day_on == review.last_day_on


def test_a_change_ends_one_belief_as_the_next_begins(app: Flask, at: SetClock) -> None:
    at(NOW)
    review = build.eligible_review()
    before = len(beliefs(review))
    at(NOW + timedelta(hours=1))
    build.change_court(review.case, "cardiff")
    *_, last, now = beliefs(review)
    assert len(beliefs(review)) == before + 1
    assert last.to_at == now.from_at == NOW + timedelta(hours=1)
    assert (last.court_id, now.court_id) != (now.court_id, last.court_id)
    assert now.to_at is None


@pytest.mark.parametrize(
    ("received", "after_hours"),
    [
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 20, 41, tzinfo=UTC), True),
        (datetime(2026, 11, 25, 9, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 20, 0, tzinfo=UTC), False),
    ],
)
def test_a_request_on_the_last_day_after_hours_is_known(
    app: Flask, at: SetClock, received: datetime, after_hours: bool
) -> None:
    at(received)
    review = build.review()
    build.sentence(review, sentenced_on=date(2026, 10, 27))  # the 28th day is 24 November
    assert beliefs(review)[-1].received_after_hours is after_hours


def test_what_changes_nothing_that_is_counted_or_was_undone_leaves_no_belief(app: Flask) -> None:
    review = build.eligible_review()
    before = len(beliefs(review))
    offender = Offender(name="Somebody Else", born_on=None, address="")
    cases.change_offender(review, offender, build.user(), review.version)
    assert len(beliefs(review)) == before
    with pytest.raises(RuntimeError), transaction():
        build.change_court(review.case, "cardiff")
        raise RuntimeError("stopped")
    with transaction():
        pass
    assert len(beliefs(review)) == before
