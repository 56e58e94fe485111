"""Held requests: looked at by a person, released or closed, and alarmed when time is short."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import events_left
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Channel,
    EventKind,
    Request,
    RequestState,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import held_requests, intake, requests
from ulss_tracker.services.requests.details import RequestDetails

# Monday 2 November 2026, noon in London.
NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
PLENTY = date(2026, 10, 26)  # last day Monday 23 November


@pytest.fixture
def caseworker(app: Flask) -> User:
    return build.user(Role.CASEWORKER)


def held(sentenced_on: date | None = PLENTY, *, name: str = "") -> Request:
    return intake.receive(
        RequestDetails(sentenced_on=sentenced_on, offender_name=name, email="a@example.org"),
        channel=Channel.FORM,
        quarantine_reason="sent faster than anyone types",
    ).request


def test_those_held_are_listed_the_longest_waiting_first(caseworker: User) -> None:
    with clock.set_to(NOW - timedelta(hours=1)):
        first = held(name="First")
    second = held(name="Second")
    intake.receive(RequestDetails(), channel=Channel.FORM)
    assert [request.id for request in held_requests.waiting()] == [first.id, second.id]
    held_requests.release(first, caseworker)
    assert [request.id for request in held_requests.waiting()] == [second.id]


def test_a_released_request_is_like_any_other_new_one_and_is_released_once(
    caseworker: User,
) -> None:
    request = held()
    with events_left() as events:
        held_requests.release(request, caseworker)
    assert request.state is RequestState.NEW
    assert (events[-1].kind, events[-1].by_id) == (EventKind.REQUEST_RELEASED, caseworker.id)
    assert events[-1].after == {"reference": request.reference}
    with pytest.raises(Refused, match="is not held: it is new"):
        held_requests.release(request, caseworker)
    assert request.state is RequestState.NEW


def test_a_state_read_before_somebody_else_changed_it_is_not_believed(
    app: Flask, caseworker: User
) -> None:
    request = held()
    by, number = caseworker.id, request.id
    db.session.commit()
    assert request.state is RequestState.QUARANTINED
    db.session.commit()
    with app.app_context():  # a session of its own, as another worker has
        other, person = db.session.get_one(Request, number), db.session.get_one(User, by)
        requests.close(other, "An advertisement", person)
    with pytest.raises(Refused, match="it is closed"):
        held_requests.release(request, caseworker)


def test_others_may_neither_release_nor_close() -> None:
    request = held()
    for role in NOT_CASEWORK:
        other = build.user(role)
        with pytest.raises(NotAllowed):
            held_requests.release(request, other)
        with pytest.raises(NotAllowed):
            requests.close(request, "An advertisement", other)
    assert request.state is RequestState.QUARANTINED
