"""Withdrawing a request by phone: the request ends, the case goes on."""

import pytest
from flask import Flask

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Channel, EventKind, RequestState, TellingState
from ulss_tracker.permissions import Role
from ulss_tracker.services import request_status, requests, telling, withdrawing


def test_the_request_is_withdrawn_and_the_case_goes_on(app: Flask) -> None:
    review = build.review()
    request = review.case.requests[0]
    with events_left() as events:
        withdrawing.record(request, Channel.PHONE, "She has moved on", build.user())
    assert request.state is RequestState.WITHDRAWN
    assert kinds(events) == [EventKind.REQUEST_WITHDRAWN]
    assert events[0].after["note"] == "She has moved on"
    assert (review.outcome, request.case) == (None, review.case)


def test_what_they_were_still_to_be_told_is_kept_with_the_reason(app: Flask) -> None:
    review = build.review()
    telling.plan_for_referral(review, build.user())
    withdrawing.record(review.case.requests[0], Channel.LETTER, "", build.user())
    [row] = [each for each in telling.of_case(review.case) if each.request_id]
    assert (row.state, row.reason) == (
        TellingState.NOT_TO_BE_TOLD,
        "They withdrew their request",
    )


def test_it_is_the_same_online(app: Flask) -> None:
    review = build.review()
    telling.plan_for_referral(review, build.user())
    request_status.withdraw(review.case.requests[0].reference)
    assert {each.party.value for each in telling.untold(review.case)} == {"cps"}


def test_twice_is_refused_and_so_is_a_closed_request(app: Flask) -> None:
    request = build.request()
    withdrawing.record(request, Channel.EMAIL, "", build.user())
    with nothing_kept(), pytest.raises(Refused):
        withdrawing.record(request, Channel.EMAIL, "", build.user())
    closed = build.request()
    requests.close(closed, "A test", build.user())
    with nothing_kept(), pytest.raises(Refused):
        withdrawing.record(closed, Channel.EMAIL, "", build.user())


def test_the_online_form_records_its_own(app: Flask) -> None:
    request, me = build.request(), build.user()
    with nothing_kept(), pytest.raises(Refused):
        withdrawing.record(request, Channel.FORM, "", me)


def test_only_those_who_work_cases_record_it(app: Flask) -> None:
    request, officer = build.request(), build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(NotAllowed):
        withdrawing.record(request, Channel.PHONE, "", officer)
