"""Alarms as they are read: those going, those that ended, who has them in hand; none sealed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.support import build
from tests.support.duty_alarms import FRIDAY, alarms, run
from tests.support.reading import reading_for
from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import DutyAlarm, User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.what_can_be_done import Deed
from ulss_tracker.services.cases import cases
from ulss_tracker.services.messaging import alarm_log, duty_alarms
from ulss_tracker.services.messaging.alarm_log import Which
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import requests

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def listed(which: Which = Which.GOING, **changes: object) -> list[DutyAlarm]:
    return list(alarm_log.page(which, **changes).rows)  # type: ignore[arg-type]


def test_an_alarm_is_found_by_its_number_and_those_going_come_soonest_first() -> None:
    later = build.request(sentenced_on=FRIDAY)
    sooner = build.request(sentenced_on=FRIDAY - timedelta(days=1))
    run(NOW)
    found = listed()
    assert [each.deadline.request for each in found] == [sooner, later]
    assert all(a.about_at <= b.about_at for a, b in pairwise(found))
    assert alarm_log.get(found[0].id) == found[0]
    assert alarm_log.going() == 2
    with pytest.raises(NotFound):
        alarm_log.get(999)


def test_those_that_ended_come_last_raised_first_with_why() -> None:
    asked = [build.request(sentenced_on=FRIDAY, offender_name=f"Person {n}") for n in range(2)]
    run(NOW)
    for each in asked:
        requests.close(each, "A test", build.user())
    run(NOW + timedelta(minutes=1))
    assert listed() == []
    found = listed(Which.ENDED)
    assert [each.deadline.request for each in found] == asked[::-1]
    assert {each.why_ended for each in found} == {"The request was closed or withdrawn"}


def test_a_long_list_comes_in_pages_that_lose_no_alarm() -> None:
    asked = [build.request(sentenced_on=FRIDAY, offender_name=f"Person {n}") for n in range(5)]
    run(NOW)
    after, seen = None, []
    while True:
        page = alarm_log.page(Which.GOING, after=after, size=2)
        seen += [each.deadline.request for each in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == asked


def test_in_hand_is_what_somebody_answered_since_the_latest_call() -> None:
    build.request(sentenced_on=FRIDAY)
    run(NOW)
    (alarm,) = listed()
    assert not alarm.is_in_hand
    duty_alarms.acknowledge(alarm, build.user())
    assert alarm.is_in_hand
    assert alarm.answered_by == build.user()
    run(alarm.next_call_at)
    assert not alarm.is_in_hand


def test_the_latest_calls_come_first_and_no_more_than_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with clock.set_to(start - timedelta(hours=1)):
        build.request(sentenced_on=FRIDAY)
    for hours in (0, 4, 8):
        run(start + timedelta(hours=hours))
    (alarm,) = listed()
    assert [call.number for call in alarm_log.latest_calls(alarm)] == [3, 2, 1]
    monkeypatch.setattr(alarm_log, "MOST_CALLS", 2)
    assert [call.number for call in alarm_log.latest_calls(alarm)] == [3, 2]


def test_the_alarm_about_a_record_is_the_soonest_that_is_going() -> None:
    request, review = build.request(sentenced_on=FRIDAY), build.review(sentenced_on=FRIDAY)
    quiet = build.request()
    run(NOW)
    assert alarm_log.going_about(quiet) is None
    for record in (request, review):
        found = alarm_log.going_about(record)
        assert found is not None
        assert record in {found.deadline.request, found.deadline.review}
    before = alarm_log.going_about(request)
    assert before is not None
    run(datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert before.why_ended == "The next stage has begun"
    assert alarm_log.going_besides(before) == alarm_log.going_about(request)


def test_what_can_be_done_follows_what_the_alarm_is_of() -> None:
    request, review = build.request(sentenced_on=FRIDAY), build.review(sentenced_on=FRIDAY)
    undated = build.request(sentenced_on=None)
    run(NOW + timedelta(hours=2))
    for record, deed in (
        (request, Deed.OPEN_CASE),
        (review, Deed.CHECK_SCHEME),
        (undated, Deed.FIND_DAY),
    ):
        assert alarm_log.actions(alarm_log.going_about(record))[0].deed is deed
    of_request = alarm_log.going_about(request)
    cases.open_case(request, build.user())
    assert alarm_log.actions(of_request) == ()  # the review has the time limit now


# Sealed cases.


@pytest.fixture
def outsider() -> User:
    return build.user(email="outsider@example.org", name="Out Sider")


def test_alarms_of_a_sealed_case_are_not_there_for_those_who_may_not_see_it(
    outsider: User,
) -> None:
    review, other = build.review(sentenced_on=FRIDAY), build.review(sentenced_on=FRIDAY)
    run(NOW)
    boss = build.user(Role.SUPERVISOR)
    sealing.seal(review.case, [], "A judge's family", boss)
    numbers = {alarm.deadline.review_id: alarm.id for alarm in alarms() if not alarm.ended_at}
    with reading_for(outsider):
        assert [alarm.deadline.review for alarm in listed()] == [other]
        assert alarm_log.going() == 1
        with pytest.raises(NotFound):
            alarm_log.get(numbers[review.id])
        assert alarm_log.get(numbers[other.id]).deadline.review == other
        assert alarm_log.going_about(review) is None
    with reading_for(boss):
        assert alarm_log.get(numbers[review.id]).deadline.review == review
        assert alarm_log.going() == 2


def test_an_alarm_about_a_request_of_a_sealed_case_is_hidden_with_it(outsider: User) -> None:
    with clock.set_to(datetime(2026, 11, 25, 10, tzinfo=UTC)):
        request = build.request(sentenced_on=FRIDAY)  # alarmed as it arrives
    review = cases.open_case(request, build.user())
    run(NOW)
    sealing.seal(review.case, [], "A judge's family", build.user(Role.SUPERVISOR))
    with reading_for(outsider):
        assert listed() == listed(Which.ENDED) == []
    assert len(listed(Which.ENDED)) == 1
