"""Requests that nobody attends to are exceptions, and are none once somebody does."""

from datetime import date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.reading import reading_for
from ulss_tracker import clock
from ulss_tracker.models import Request
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import requests
from ulss_tracker.services.supervision import exceptions
from ulss_tracker.services.supervision.exceptions import Group

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)  # a Wednesday
pytestmark = pytest.mark.usefixtures("now")
OF_REQUESTS = ("requests_passed", "requests_nobodys", "not_looked_at", "day_not_found")


def found() -> dict[str, Group]:
    groups = {group.id: group for group in exceptions.every()}
    return {kind: groups[kind] for kind in OF_REQUESTS if groups[kind].count}


def looked_at(request: Request) -> None:
    with transaction():
        request.looked_at = clock.now()


def owned(request: Request) -> None:
    with transaction():
        request.owner = build.user()


def test_a_new_request_with_time_is_none() -> None:
    build.request()
    build.eligible_review()
    assert found() == {}


def test_a_first_look_that_is_overdue_until_somebody_has_looked(at) -> None:
    request = build.request()
    at(NOW + timedelta(days=2))
    (item,) = found()["not_looked_at"].items
    assert (item.reference, item.request_reference) == (request.reference, request.reference)
    assert item.why == "To be looked at by 5pm on Thursday 19 March 2026. Owner: nobody"
    assert item.file_by_at is not None
    looked_at(request)
    assert found() == {}


def test_a_day_not_found_until_it_is_for_a_request_and_for_a_review(at) -> None:
    request = build.request(sentenced_on=None)
    review = build.review(sentenced_on=None)
    owned(request)
    at(NOW + timedelta(hours=4))
    assert "day_not_found" not in found()  # not over until it is past
    at(NOW + timedelta(hours=4, seconds=1))
    items = found()["day_not_found"].items
    assert [(each.request_reference, each.review_id) for each in items] == [
        (request.reference, None),
        ("", review.id),
    ]
    assert {each.why for each in items} == {
        "To be found by 2pm on Wednesday 18 March 2026. Owner: Test Caseworker"
    }
    with transaction():
        request.sentenced_on = date(2026, 3, 10)
    build.sentence(review, sentenced_on=date(2026, 3, 10))
    assert "day_not_found" not in found()


@pytest.mark.parametrize(
    ("sentenced_on", "is_pressing"),
    [
        (date(2026, 2, 23), True),  # Monday 23 March, the third working day after today
        (date(2026, 2, 24), False),
    ],
)
def test_nobodys_with_three_working_days_until_it_has_an_owner_who_is_there(
    sentenced_on: date, is_pressing: bool
) -> None:
    request = build.request(sentenced_on=sentenced_on)
    assert ("requests_nobodys" in found()) is is_pressing
    owned(request)
    assert "requests_nobodys" not in found()
    with transaction():
        build.user().is_active = False
    assert ("requests_nobodys" in found()) is is_pressing
    if is_pressing:
        assert found()["requests_nobodys"].items[0].why == "5 days left. Owner: Test Caseworker"


def test_one_whose_day_is_to_be_found_presses_at_once() -> None:
    build.request(sentenced_on=None)
    (item,) = found()["requests_nobodys"].items
    assert item.why == "4 hours left to find the day of sentence. Owner: nobody"
    assert item.file_by_at is None


def test_a_moment_that_passed_until_the_request_is_seen_to(at) -> None:
    request = build.request(sentenced_on=date(2026, 2, 20))
    owned(request)
    looked_at(request)
    at(datetime(2026, 3, 20, 17, tzinfo=clock.LONDON))
    assert found() == {}
    at(datetime(2026, 3, 23, 17, tzinfo=clock.LONDON))
    (item,) = found()["requests_passed"].items
    assert item.why == "Passed 3 days ago. Owner: Test Caseworker"
    cases.open_case(request, build.user())
    assert found() == {}


def test_one_that_is_closed_is_none(at) -> None:
    request = build.request(sentenced_on=date(2026, 2, 20))
    at(NOW + timedelta(days=9))
    assert set(found()) == {"requests_passed", "requests_nobodys", "not_looked_at"}
    requests.close(request, "No sentence was passed", build.user())
    assert found() == {}


def test_each_kind_comes_in_pages_the_first_to_act_on_first(at) -> None:
    with transaction():
        made = [
            build.request(sentenced_on=date(2026, 3, 17) - timedelta(days=n)) for n in range(53)
        ]
    at(NOW + timedelta(days=7))
    first = exceptions.of_kind("not_looked_at")
    second = exceptions.of_kind("not_looked_at", after=first.after)
    seen = [item.reference for item in (*first.items, *second.items)]
    assert (first.count, len(first.items), second.after) == (53, 50, None)
    assert sorted(seen) == sorted(each.reference for each in made)
    moments = [item.file_by_at for item in first.items if item.file_by_at]
    assert len(set(moments)) > 20
    for after in ("x", "", "2026-03-18T10:00:00_1", "\x00"):
        assert exceptions.of_kind("not_looked_at", after=after).items == first.items


def test_nothing_of_a_sealed_case_is_among_them(at) -> None:
    review = build.review(sentenced_on=None)
    at(NOW + timedelta(days=1))
    assert found()["day_not_found"].count == 1
    sealing.seal(review.case, [], "A witness is at risk", build.user(Role.SUPERVISOR))
    with reading_for(build.user(Role.SUPERVISOR, email="boss@example.org")):
        assert found() == {}
