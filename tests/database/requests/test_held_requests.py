"""Held requests: looked at by a person, released or closed, and alarmed when time is short."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Channel,
    Event,
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


def last_event(request: Request) -> Event:
    query = select(Event).where(Event.request_id == request.id).order_by(Event.id.desc())
    event = db.session.scalars(query).first()
    assert event is not None
    return event


def test_those_held_are_listed_the_longest_waiting_first(caseworker: User) -> None:
    with clock.set_to(NOW - timedelta(hours=1)):
        first = held(name="First")
    second = held(name="Second")
    intake.receive(RequestDetails(), channel=Channel.FORM)
    assert [request.id for request in held_requests.waiting()] == [first.id, second.id]
    held_requests.release(first, caseworker)
    assert [request.id for request in held_requests.waiting()] == [second.id]


def test_a_released_request_is_like_any_other_new_one(caseworker: User) -> None:
    request = held()
    held_requests.release(request, caseworker)
    assert request.state is RequestState.NEW
    event = last_event(request)
    assert (event.kind, event.by_id) == (EventKind.REQUEST_RELEASED, caseworker.id)
    assert event.after == {"reference": request.reference}


def test_only_a_held_request_can_be_released(caseworker: User) -> None:
    request = held()
    held_requests.release(request, caseworker)
    with pytest.raises(Refused, match="is not held: it is new"):
        held_requests.release(request, caseworker)
    assert request.state is RequestState.NEW


def test_a_state_read_before_somebody_else_changed_it_is_not_believed(
    app: Flask, caseworker: User
) -> None:
    request = held()
    assert request.state is RequestState.QUARANTINED
    by, number = caseworker.id, request.id
    db.session.commit()
    db.session.refresh(request)
    db.session.commit()
    with app.app_context():  # a session of its own, as another worker has
        other, person = db.session.get(Request, number), db.session.get(User, by)
        assert other is not None
        assert person is not None
        requests.close(other, "An advertisement", person)
    with pytest.raises(Refused, match="it is closed"):
        held_requests.release(request, caseworker)


@pytest.mark.parametrize("role", [Role.LAW_OFFICER, Role.ADMINISTRATOR])
def test_others_may_neither_release_nor_close(role: Role) -> None:
    request, other = held(), build.user(role)
    with pytest.raises(NotAllowed):
        held_requests.release(request, other)
    with pytest.raises(NotAllowed):
        requests.close(request, "An advertisement", other)
    assert request.state is RequestState.QUARANTINED
