"""Preparing the application: kept as it is written, by one person at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import EventKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import applications
from ulss_tracker.services.referral.applications import PARTS, Prepared

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
STORY = "He took a telephone.\n\n– O'Neill saw it; 🌻 Prŷs <b>did not</b>. عبد\n" * 500


def prepare(review: Review, prepared: Prepared, role: Role = Role.CASEWORKER) -> None:
    applications.prepare(review, prepared, build.user(role), version=review.version)


def test_what_is_written_is_kept_to_the_letter_and_history_names_what_changed_alone() -> None:
    """The application may say what must not be read by everybody who may read a timeline."""
    review = build.review()
    with events_left() as events:
        for facts in (STORY, "Two", "Two"):
            prepare(review, Prepared(facts=facts, authorities="R v Mir"))
            db.session.expire_all()
            assert review.application is not None
            assert review.application.facts == facts
    assert review.application.authorities == "R v Mir"
    assert review.application.mitigating == ""
    assert kinds(events) == [EventKind.APPLICATION_CHANGED] * 3
    changed = [event.after for event in events]
    assert changed == [{"fields": ["facts", "authorities"]}, {"fields": ["facts"]}, {"fields": []}]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_written_and_blanked(part: str) -> None:
    review = build.review()
    prepare(review, Prepared(**{part: "Words"}))
    assert getattr(review.application, part) == "Words"
    prepare(review, Prepared())
    assert getattr(review.application, part) == ""


def test_two_people_writing_at_once_are_told_and_the_first_is_kept(at) -> None:
    review, caseworker = build.review(), build.user()
    seen = review.version
    at(NOW + timedelta(minutes=1))
    prepare(review, Prepared(facts="The first person's"), Role.SUPERVISOR)
    offender = cases.Offender(name="Another", born_on=None, address="")
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        applications.prepare(review, Prepared(facts="The second's"), caseworker, version=seen)
    with nothing_kept(), pytest.raises(ChangedMeanwhile):  # it is a change of the review too
        cases.change_offender(review, offender, caseworker, seen)
    assert review.application is not None
    assert review.application.facts == "The first person's"


def test_only_those_who_work_cases_write_it_and_not_once_the_review_is_closed() -> None:
    review = build.eligible_review()
    for role in NOT_CASEWORK:
        build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            prepare(review, Prepared(facts="x"), role)
    build.withdraw(review)
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        prepare(review, Prepared(facts="x"), Role.SUPERVISOR)
