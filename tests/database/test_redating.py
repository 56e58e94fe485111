"""Moments that move are listed before and after, until another supervisor signs for them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import EventKind, Redating, Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme import deadline
from ulss_tracker.services import history, reassessing, redating, sentences
from ulss_tracker.services.saving import saving

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def corrected(by: Role = Role.CASEWORKER) -> Redating:
    """A review whose date of sentence turned out to be three days earlier."""
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    _correct(review, build.user(by))
    (move,) = redating.to_sign().rows
    return move


def _correct(review: Review, by) -> None:
    sentence = review.sentences[0]
    passed = sentences.Passed(
        sentenced_on=date(2026, 3, 6),
        order_kind=sentence.order_kind,
        text=sentence.text,
        judge=sentence.judge,
    )
    sentences.change_sentence(review, sentence, passed, by, review.version)


def test_the_first_moments_of_a_review_are_no_move() -> None:
    build.eligible_review()
    assert redating.to_sign().rows == []


def test_a_corrected_date_is_listed_before_and_after() -> None:
    move = corrected()
    assert (move.was_last_day_on, move.last_day_on) == (date(2026, 4, 6), date(2026, 4, 3))
    assert move.file_by_at == move.review.file_by_at
    assert move.was_file_by_at == deadline.file_by(date(2026, 4, 6))
    assert move.changed_by == build.user()


def test_a_supervisor_signs_once_and_history_says_so() -> None:
    move, supervisor = corrected(), build.user(Role.SUPERVISOR)
    redating.sign([move], supervisor)
    assert redating.count_to_sign() == 0
    event = history.of_case(move.review.case)[0]
    assert event.kind is EventKind.REDATING_SIGNED
    assert event.before["last_day_on"] == "2026-04-06"
    with pytest.raises(Refused):
        redating.sign([move], supervisor)


def test_nobody_signs_for_their_own_change() -> None:
    move = corrected(Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        redating.sign([move], build.user(Role.SUPERVISOR))
    with pytest.raises(NotAllowed):
        redating.sign([move], build.user())
    redating.sign([move], build.user(Role.SUPERVISOR, email="other@example.org"))


def test_a_holiday_that_changes_moves_the_moment_by_itself() -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    true = review.file_by_at
    with saving():  # as it was believed before Easter Monday was known
        review.file_by_at = datetime(2026, 4, 6, 16, tzinfo=UTC)
    assert reassessing.reassess().asked == 1
    assert review.file_by_at == true
    (move,) = redating.to_sign().rows
    assert (move.changed_by, move.is_sooner) == (None, True)
    assert reassessing.reassess().asked == 0
