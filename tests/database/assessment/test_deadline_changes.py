"""Moments that move are listed before and after, until another supervisor signs for them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.at_once import at_once
from tests.support.sentences import correct
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import DeadlineChange, Event, EventKind, Review, ReviewVersion, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time import deadline
from ulss_tracker.services.assessment import deadline_changes, overrides, reassessing
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def corrected(by: Role = Role.CASEWORKER) -> DeadlineChange:
    """A review whose date of sentence turned out to be three days earlier."""
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    _correct(review, build.user(by))
    (move,) = deadline_changes.to_sign().rows
    return move


def _correct(review: Review, by) -> None:
    correct(review.sentences[0], by, sentenced_on=date(2026, 3, 6))


def test_neither_first_moments_nor_what_a_persons_own_facts_changed_is_signed_for() -> None:
    review = build.review()
    build.conviction(build.sentence(review), "no-common-assault")
    assert review.verdict is Verdict.NOT_IN_SCHEME
    assert deadline_changes.to_sign().rows == []
    build.conviction(review.sentences[0], "io-robbery")
    assert review.verdict is Verdict.IN_SCHEME
    assert deadline_changes.to_sign().rows == []


def test_a_corrected_date_is_listed_before_and_after_and_signed_once() -> None:
    move, supervisor = corrected(), build.user(Role.SUPERVISOR)
    assert (move.was_last_day_on, move.last_day_on) == (date(2026, 4, 6), date(2026, 4, 3))
    assert move.file_by_at == move.review.file_by_at
    assert move.was_file_by_at == deadline.file_by(date(2026, 4, 6))
    assert move.changed_by == build.user()
    deadline_changes.sign([move], supervisor)
    assert deadline_changes.count_to_sign() == 0
    event = history.of_case(move.review.case)[0]
    assert event.kind is EventKind.REDATING_SIGNED
    assert event.before["last_day_on"] == "2026-04-06"
    with pytest.raises(Refused):
        deadline_changes.sign([move], supervisor)


def test_nobody_signs_for_their_own_change() -> None:
    move = corrected(Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        deadline_changes.sign([move], build.user(Role.SUPERVISOR))
    with pytest.raises(NotAllowed):
        deadline_changes.sign([move], build.user())
    deadline_changes.sign([move], build.user(Role.SUPERVISOR, email="other@example.org"))


def test_what_somebody_else_has_signed_is_left_to_them() -> None:
    first, other = corrected(), build.user(Role.SUPERVISOR, email="other@example.org")
    _correct(build.eligible_review(sentenced_on=date(2026, 3, 9)), build.user())
    moves = deadline_changes.to_sign().rows
    deadline_changes.sign([first], other)
    assert deadline_changes.sign(moves, build.user(Role.SUPERVISOR)) == 1
    assert first.signed_by_id == other.id
    assert deadline_changes.count_to_sign() == 0


def test_two_supervisors_at_once_sign_once(app: Flask) -> None:
    move, kind = corrected().id, EventKind.REDATING_SIGNED
    people = [build.user(Role.SUPERVISOR, email=f"{n}@example.org").id for n in range(2)]

    def sign(person: int, wait: Callable[[], object]) -> None:
        moves, by = [deadline_changes.get(move)], db.session.get_one(User, person)
        wait()
        deadline_changes.sign(moves, by)

    refused = at_once(app, *(partial(sign, person) for person in people))
    assert [type(error) for error in refused] == [Refused]
    assert db.session.scalar(select(func.count(Event.id)).where(Event.kind == kind)) == 1


def test_a_holiday_that_changes_moves_the_moments_by_themselves() -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    build.sentence(review, sentenced_on=date(2026, 3, 16))
    true = (review.file_by_at, review.earliest_file_by_at)
    with transaction():  # as it was believed before Easter Monday was known
        review.earliest_file_by_at = datetime(2026, 4, 6, 16, tzinfo=UTC)
    assert reassessing.reassess().asked == 1
    with transaction():
        review.file_by_at = datetime(2026, 4, 30, 16, tzinfo=UTC)
    assert reassessing.reassess().asked == 1
    assert (review.file_by_at, review.earliest_file_by_at) == true
    move = deadline_changes.to_sign().rows[-1]
    assert (move.changed_by, move.is_sooner) == (None, True)
    assert reassessing.reassess().asked == 0


@pytest.mark.parametrize("verdict", [Verdict.MUST_CHECK, Verdict.NOT_IN_SCHEME])
def test_a_holiday_moves_the_moment_under_an_override_too_and_leaves_the_override(
    verdict: Verdict,
) -> None:
    review, by = build.eligible_review(sentenced_on=date(2026, 3, 9)), build.user(Role.SUPERVISOR)
    overrides.override(review, verdict, "The indictment is amended", by, version=review.version)
    state, true = overrides.state_of(review), review.file_by_at
    with transaction():
        review.file_by_at = datetime(2026, 4, 6, 16, tzinfo=UTC)
    result = reassessing.reassess()
    assert (result.asked, list(result.overridden)) == (1, [])
    assert review.file_by_at == true
    assert overrides.state_of(review) is state
    (move,) = deadline_changes.to_sign().rows
    assert (move.is_sooner, move.is_answered_otherwise) == (True, False)
    assert reassessing.reassess().asked == 0


def test_law_that_changes_the_answer_alone_is_listed_before_and_after_to_be_signed() -> None:
    review = build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=date(2026, 3, 9))
    reassessing.reassess()
    (move,) = deadline_changes.to_sign().rows
    assert (move.was_verdict, move.verdict) == (Verdict.NOT_IN_SCHEME, Verdict.IN_SCHEME)
    assert (move.has_moved, move.is_answered_otherwise, move.is_sooner) == (False, True, False)
    assert move.changed_by is None
    deadline_changes.sign([move], build.user(Role.SUPERVISOR))
    signed, asked = history.of_case(review.case)[:2]
    assert (signed.before["verdict"], signed.after["verdict"]) == ("not_in_scheme", "in_scheme")
    assert (asked.kind, asked.before["verdict"]) == (EventKind.ASSESSED, "not_in_scheme")
    assert deadline_changes.count_to_sign() == 0


def test_new_law_about_one_at_the_court_is_signed_for_too() -> None:
    review = build.asked_under_older_law(Verdict.MUST_CHECK, sentenced_on=date(2026, 3, 9))
    with transaction():
        review.filed_at = NOW
    reassessing.reassess()
    (move,) = deadline_changes.to_sign().rows
    assert (move.was_verdict, move.verdict) == (Verdict.MUST_CHECK, Verdict.IN_SCHEME)


def test_what_was_believed_of_the_answer_at_each_moment_can_be_asked(at) -> None:
    review = build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=date(2026, 3, 9))
    with transaction():
        changed_records.note(review=review)
    later = NOW + timedelta(days=1)
    at(later)
    reassessing.reassess()
    rows = db.session.scalars(
        select(ReviewVersion).where(ReviewVersion.review_id == review.id).order_by(ReviewVersion.id)
    ).all()
    assert [row.verdict for row in rows][-2:] == [Verdict.NOT_IN_SCHEME, Verdict.IN_SCHEME]
    assert rows[-2].to_at == rows[-1].from_at == later
