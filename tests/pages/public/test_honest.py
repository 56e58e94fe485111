"""Honest people are never held by mistake; what looks like a program is held, never refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from limits import RateLimitItemPerHour
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import func, select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page
from tests.support.public_journey import code_on, date_fields, go_to, reference_on, send
from ulss_tracker.models import Message, Request, RequestState, db
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import held_requests, request_status
from ulss_tracker.web.core import rate_counts
from ulss_tracker.web.core.rate_limits import STORE
from ulss_tracker.web.public import bot_checks

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
# How an honest person may go about it: seconds for the whole journey, and how they are reached.
PACES = (
    ("quick, by autofill", 15),
    ("as most people", 8 * 60),
    ("slow", 70 * 60),
    ("over a whole working day", 7 * 60 * 60 + 50 * 60),
)


def held() -> list[Request]:
    db.session.rollback()
    return list(
        db.session.scalars(select(Request).where(Request.state == RequestState.QUARANTINED))
    )


def short_journey(
    app: Flask, number: int, seconds: int, at: Callable[[datetime], None], start: datetime
) -> str:
    """The shortest way there is: who was sentenced, skip the rest, send. The reference."""
    client = client_of(app)
    client.checks_pages = False
    address = {"REMOTE_ADDR": "203.0.113.7" if number % 2 else f"198.51.100.{number % 250}"}
    client.environ_base.update(address)
    at(start)
    client.get("/request/offender")
    client.submit("Continue", offender_name=f"Offender {number}", follow=False, status=302)
    at(start + timedelta(seconds=seconds / 2))
    client.get("/request/check-answers")
    at(start + timedelta(seconds=seconds))
    page = client.submit("Accept and send")
    return reference_on(page)


@pytest.mark.slow
def test_hundreds_of_honest_journeys_all_arrive_and_none_is_held(
    app: Flask, at: Callable[[datetime], None], database_kind: str
) -> None:
    # On PostgreSQL with fewer, but more than a busy address sends: who is held is told without it.
    people = 200 if database_kind == "sqlite" else 80
    references = set()
    for number in range(people):
        _, seconds = PACES[number % len(PACES)]
        start = NINE + timedelta(seconds=20 * number)
        references.add(short_journey(app, number, seconds, at, start))
    assert len(references) == people
    assert held() == []
    assert db.session.scalar(select(func.count()).select_from(Request)) == people


@pytest.mark.slow
def test_full_journeys_from_one_address_are_not_held(
    app: Flask, at: Callable[[datetime], None]
) -> None:
    """A family, a campaign, a whole telephone network: one address, many people."""
    for number in range(65):
        client = client_of(app)
        client.checks_pages = False
        at(NINE + timedelta(seconds=30 * number))
        if number % 10 == 0:  # the others, as the shortest way goes
            go_to(client, "check-answers", date=date_fields(None))
        client.get("/request/offender")
        client.submit("Continue", offender_name="Archer", follow=False, status=302)
        at(NINE + timedelta(seconds=30 * number + 240))
        client.get("/request/check-answers")
        client.submit("Accept and send")
    assert held() == []


def send_with(client: CheckedClient, change: Callable[[dict[str, Any]], None]) -> Page:
    page = go_to(client, "check-answers")
    form = page.form("Accept and send")
    sent = {field.get("name"): field.get("value") for field in form.cssselect("input")}
    change(sent)
    client.post("/request/check-answers", data=sent)
    answer: Page = client.get("/request/sent")
    return answer


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda sent: sent.update(further_reference="x"), "A field that people do not see"),
        (lambda sent: sent.pop("page_opened"), "without opening the page"),
        (lambda sent: sent.update(page_opened="forged.token.x"), "without opening the page"),
        (lambda sent: sent.update(page_opened=""), "without opening the page"),
    ],
)
def test_a_suspect_is_held_with_a_way_through(
    client: CheckedClient, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    page = send_with(client, change)
    assert page.h1 == "Request received"
    request = held()[0]
    assert reason in request.quarantine_reason
    status = request_status.status_of(reference_on(page))
    assert status is not None
    assert status.is_open
    held_requests.release(request, build.user())
    assert held() == []


def test_a_held_request_with_little_time_left_raises_the_alarm(
    client: CheckedClient, at: Callable[[datetime], None]
) -> None:
    at(datetime(2026, 1, 29, 23, 58, tzinfo=UTC))
    go_to(client, "check-answers", date=date_fields(datetime(2026, 1, 2, tzinfo=UTC).date()))
    page = client.submit("Accept and send", further_reference="x")
    assert "Your request has alerted the person on duty." in page.text
    assert len(held()) == 1
    kinds = db.session.scalars(select(Message.kind)).all()
    assert compose.DUTY_ALARM in kinds


@pytest.mark.slow
def test_many_too_fast_from_one_address_are_held_and_none_refused(
    app: Flask, at: Callable[[datetime], None]
) -> None:
    references = {short_journey(app, 1, 1, at, NINE) for _ in range(65)}
    assert len(references) == 65
    assert len(held()) == 5
    assert "faster than a person types" in held()[0].quarantine_reason


def test_a_flood_from_one_address_is_held_and_none_refused(
    app: Flask, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_checks, "FLOOD_FROM_ADDRESS", RateLimitItemPerHour(3))
    references = {short_journey(app, 1, 600, at, NINE) for _ in range(5)}
    assert len(references) == 5
    assert len(held()) == 2


def test_a_counter_that_does_not_answer_holds_nobody_up(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis is set and not there: requests are taken in, and the status page opens."""
    away = FixedWindowRateLimiter(storage_from_string("redis://127.0.0.1:1/0", **STORE))
    monkeypatch.setattr(rate_counts, "limiter", SimpleNamespace(limiter=away))
    page = send(client)
    assert page.h1 == "Request received"
    assert held() == []
    reference, code = reference_on(page), code_on(page)
    client.get("/status")
    assert client.submit("Continue", reference=reference, code="BBBB-BBBB-BBBB").errors
    page = client.submit("Continue", reference=reference, code=code)
    assert page.h1 == "How far your request is"
