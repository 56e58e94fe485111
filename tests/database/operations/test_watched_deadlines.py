"""The watchdog watches every deadline, whatever it is counted from and whoever has it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.clocks import SetClock
from ulss_tracker.models import Request
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.operations import watched_deadlines

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
pytestmark = pytest.mark.usefixtures("now")


def told() -> dict[str, str]:
    return {alarm.id: alarm.text for alarm in watched_deadlines.look()}


def looked_at(**said: object) -> Request:
    request = build.request(**said)
    assignment.record_triage(request, build.user())
    return request


def owned(**said: object) -> Request:
    request = build.request(**said)
    assignment.take(request, build.user(), seen=assignment.NOBODY)
    return request


def test_a_request_with_little_time_and_nobody_to_work_on_it() -> None:
    soon = NOW.date() - timedelta(days=25)
    looked_at(sentenced_on=NOW.date() - timedelta(days=20))
    owned(sentenced_on=soon)
    assert told() == {}
    first = looked_at(sentenced_on=soon, offender_name="Ben Baker")
    second = owned(sentenced_on=soon, offender_name="Carl Cole")
    with transaction():
        second.owner = other = build.user(email="gone@example.org", name="Olu Other")
        other.is_active = False
    text = told()["requests of nobody"]
    assert text.startswith("2 requests have three working days or fewer left and no owner")
    assert first.reference in text
    assert second.reference in text
    assert "Olu Other" not in text
    assert first.offender_name not in text


def test_a_request_that_nobody_looked_at_in_time(at: SetClock) -> None:
    request, seen = build.request(), looked_at()
    at(NOW + timedelta(days=1, hours=7))  # the end of the next working day
    assert told() == {}
    at(NOW + timedelta(days=1, hours=7, minutes=1))
    (text,) = told().values()
    assert text.startswith(f"1 request should have been looked at by now: {request.reference}.")
    assert seen.reference not in text
    build.eligible_review(sentenced_on=date(2026, 8, 3))  # a day that the court gave is known
    at(NOW + timedelta(days=4))
    assert set(told()) == {"not looked at", "passed"}


def test_a_day_that_should_have_been_found(at: SetClock) -> None:
    unknown = owned(sentenced_on=None)
    at(NOW + timedelta(hours=4))
    review = build.review(sentenced_on=None)
    assert told() == {}
    at(NOW + timedelta(hours=4, minutes=1))
    assert told()["days not found"].startswith(
        f"1 day of sentence should have been found by now: {unknown.reference}."
    )
    at(NOW + timedelta(days=1, hours=7))
    assert f"review {review.id}" in told()["days not found"]


def test_days_in_words_and_the_first_of_several_sentences_pass_too(at: SetClock) -> None:
    at(datetime(2026, 11, 2, 10, tzinfo=UTC))
    words = owned(sentenced_on=None, sentenced_text="26 October")
    review = build.eligible_review(sentenced_on=date(2026, 10, 26))
    build.sentence(review, sentenced_on=date(2026, 10, 31))
    stated = build.review(sentenced_on=date(2026, 10, 26))
    at(NOW)
    assert review.file_by_at is not None
    assert review.file_by_at > NOW
    found = told()
    assert found["requests passed"].startswith("1 request passed")
    assert words.reference in found["requests passed"]
    assert f"numbers {review.id}, {stated.id}." in found["passed"]
