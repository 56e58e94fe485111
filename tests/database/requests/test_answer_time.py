"""By when whoever asks hears: so many working days, and never later than the last of the 28."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.clocks import SetClock
from ulss_tracker.models import Channel, Message, db
from ulss_tracker.services.core import answer_time
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import request_status, withdrawals

THURSDAY = datetime(2026, 12, 17, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _five_days(configure: Callable[..., None], at: SetClock) -> None:
    at(THURSDAY)
    configure(ANSWER_WORKING_DAYS=5)


@pytest.mark.parametrize(
    ("sentenced_on", "by"),
    [
        (date(2026, 12, 16), date(2026, 12, 24)),  # five working days, over Christmas
        (None, date(2026, 12, 24)),
        (date(2026, 11, 22), date(2026, 12, 18)),  # the last day is a Sunday: the Friday before
        (date(2026, 11, 19), date(2026, 12, 17)),  # the last day itself
        (date(2026, 11, 18), date(2026, 12, 24)),  # over already
    ],
)
def test_it_is_never_after_the_last_day_while_that_is_to_come(
    sentenced_on: date | None, by: date
) -> None:
    assert answer_time.hear_by(build.request(sentenced_on=sentenced_on)) == by


@pytest.mark.parametrize(
    ("sentenced_on", "may_wait"),
    [
        (date(2026, 11, 22), False),  # a Sunday: filed on the Friday, when they hear
        (date(2026, 11, 19), False),  # sent on the last evening: they are to hear on that day
        (date(2026, 11, 26), False),  # the last day is the one by which they hear
        (date(2026, 12, 3), True),  # a week is left after that
        (date(2025, 11, 20), True),  # long over: nothing is lost by waiting
    ],
)
def test_nobody_is_told_to_wait_until_the_time_may_be_over(
    sentenced_on: date, may_wait: bool
) -> None:
    asked = build.request(sentenced_on=sentenced_on)
    status = request_status.status_of(asked.reference)
    assert status is not None
    assert status.may_wait is may_wait
    body = db.session.query(Message).filter_by(kind=compose.ACKNOWLEDGEMENT).one().body
    told = "If you have not heard from us by then, telephone us."
    not_to_wait = "The time limit may be over by then, so do not wait to hear from us"
    assert (told in body, not_to_wait in body) == (may_wait, not may_wait)


def test_no_day_is_named_without_a_way_to_be_reached_or_without_an_aim(
    configure: Callable[..., None],
) -> None:
    assert answer_time.hear_by(build.request(email="")) is None
    asked = build.request()
    configure(ANSWER_WORKING_DAYS=0)
    assert answer_time.hear_by(asked) is None


def test_the_acknowledgement_and_the_status_say_it_until_there_is_an_answer() -> None:
    asked = build.request(sentenced_on=date(2026, 12, 16))
    body = db.session.query(Message).one().body
    assert "We aim to tell you by Thursday 24 December 2026 whether" in body
    status = request_status.status_of(asked.reference)
    assert status is not None
    assert status.hear_by == date(2026, 12, 24)

    withdrawals.record(asked, Channel.PHONE, "", build.user())
    status = request_status.status_of(asked.reference)
    assert status is not None
    assert status.hear_by is None


def test_in_welsh_too() -> None:
    build.request(language="cy", sentenced_on=date(2026, 12, 16))
    assert "erbyn dydd Iau 24 Rhagfyr 2026" in db.session.query(Message).one().body
