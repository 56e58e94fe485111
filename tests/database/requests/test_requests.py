"""Requests as staff work them: the list, one of them, logging one, closing one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.records import count
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Channel, EventKind, Message, Request, RequestState, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import inbox, intake, requests
from ulss_tracker.services.requests.intake import Received

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")


def log(
    *,
    channel: Channel = Channel.PHONE,
    received_at: datetime | None = None,
    role: Role = Role.CASEWORKER,
    form_key: str | None = None,
    **said: object,
) -> Received:
    return requests.log(
        build.asked(**said),
        channel=channel,
        received_at=received_at or NOW,
        by=build.user(role),
        form_key=form_key,
    )


# Logging.


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL, Channel.LETTER])
def test_a_request_is_logged_with_the_true_time_it_reached_us(channel: Channel) -> None:
    came = NOW - timedelta(days=3, hours=2)
    with events_left() as events:
        request = log(channel=channel, received_at=came).request
    assert (request.channel, request.received_at, request.logged_at) == (channel, came, NOW)
    assert request.logged_by_id == build.user().id
    assert request.state is RequestState.NEW
    assert kinds(events) == [EventKind.REQUEST_LOGGED]
    assert events[0].after == {
        "channel": channel.value,
        "reference": request.reference,
        "received_at": came.isoformat(),
        "confirmed_doubts": [],
    }
    assert events[0].by is build.user()
    # It is acknowledged like any other.
    assert db.session.scalars(select(Message).where(Message.request_id == request.id)).all()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"received_at": NOW + timedelta(minutes=1)}, "now or in the past"),
        ({"channel": Channel.FORM}, "Choose how the request reached us"),
    ],
)
def test_not_in_the_future_nor_by_the_online_form(wrong: dict[str, Any], words: str) -> None:
    build.user()
    with nothing_kept(), pytest.raises(Refused, match=words):
        log(**wrong)


@pytest.mark.parametrize("role", NOT_CASEWORK)
def test_only_those_who_work_cases_log_and_close_one(role: Role) -> None:
    request, person = build.request(), build.user(role)
    with nothing_kept(), pytest.raises(NotAllowed):
        log(role=role)
    with nothing_kept(), pytest.raises(NotAllowed):
        requests.close(request, "x", person)


def test_the_same_form_sent_twice_is_logged_once() -> None:
    first = log(form_key="this form's own secret")
    with nothing_kept():
        again = log(form_key="this form's own secret", offender_name="Somebody Else")
    assert again.request.reference == first.request.reference
    assert log(form_key="another form's").request.reference != first.request.reference
    assert count(Request) == 2
    log()
    log()
    assert count(Request) == 4  # without a key each is logged


# The list.


def test_what_waits_is_counted() -> None:
    with transaction():
        for state in [RequestState.QUARANTINED] * 2 + [RequestState.CLOSED] * 3:
            build.request().state = state
        for _ in range(4):
            build.request()
    assert inbox.counts_with_undated()[0] == {RequestState.NEW: 4, RequestState.QUARANTINED: 2}


# One of them.


def test_a_request_is_found_by_its_reference_with_its_case() -> None:
    review = build.review()
    found = requests.get(review.case.requests[0].reference)
    assert found.case is review.case
    for reference in ("", "REQ-0000-0000", "%", "x" * 400):
        with pytest.raises(NotFound):
            requests.get(reference)


# Closing.


@pytest.mark.parametrize("state", [RequestState.NEW, RequestState.QUARANTINED])
def test_a_request_that_is_no_request_is_closed_with_its_reason(state: RequestState) -> None:
    request, caseworker = build.request(), build.user()
    with transaction():
        request.state = state
    for reason in ("", " \n "):
        with nothing_kept(), pytest.raises(Refused, match="Enter the reason"):
            requests.close(request, reason, caseworker)
    with events_left() as events:
        requests.close(request, "A test of the form", caseworker)
    assert request.state is RequestState.CLOSED
    assert kinds(events) == [EventKind.REQUEST_CLOSED]
    assert events[0].after == {"reference": request.reference, "reason": "A test of the form"}


@pytest.mark.parametrize(
    "state", [RequestState.IN_CASE, RequestState.CLOSED, RequestState.WITHDRAWN]
)
def test_one_that_is_in_a_case_or_done_with_is_not(state: RequestState) -> None:
    request, caseworker = build.request(), build.user()
    with transaction():
        request.state = state
    with nothing_kept(), pytest.raises(Refused, match=f"it is {state.label.lower()}"):
        requests.close(request, "x", caseworker)


def test_a_request_opened_as_a_case_meanwhile_is_not_closed(app: Flask) -> None:
    """The row read earlier may be old: the row in the database decides."""
    request, caseworker = build.request(), build.user()
    cases.open_case(request, caseworker)
    db.session.rollback()
    with nothing_kept(), pytest.raises(Refused, match="in a case"):
        requests.close(request, "x", caseworker)


def test_what_is_logged_late_is_late() -> None:
    """Three working days or fewer to file: marked, so that the list shows it."""
    late = log(sentenced_on=NOW.date() - timedelta(days=26)).request
    assert late.is_late_hours
    assert not log(sentenced_on=NOW.date() - timedelta(days=7)).request.is_late_hours
    assert intake.is_late(late.sentenced_on, late.received_at)
