"""A new code by post: only where that is safe, and the code from before until it is used."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.traces import everything
from ulss_tracker.cli import job_table
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    Event,
    EventKind,
    PostedCode,
    PostedCodeState,
    Request,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import code_letter
from ulss_tracker.services.protection import deferred_asks
from ulss_tracker.services.requests import posted_codes, request_status, secret_code

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
BEFORE = "BXQ4-7KMT-R3WP"
CODE_EVENTS = (
    EventKind.CODE_LETTER_ASKED,
    EventKind.CODE_LETTER_MADE,
    EventKind.CODE_LETTER_REFUSED,
    EventKind.CODE_LETTER_USED,
)


def by_post(**changes: object) -> Request:
    """A request of somebody who may be written to by post, and who has a code."""
    request = build.request(email="")
    said = {
        "requester_name": "Siân Example",
        "postal_address": "14 Heol y Bont\nCaerffili",
        "may_post": True,
        "code_hash": references.hash_code(BEFORE),
    }
    change(request, **said | changes)
    return request


def change(request: Request, **values: object) -> None:
    with transaction():
        for name, value in values.items():
            setattr(request, name, value)


def letter(request: Request, *, ends: bool = False) -> str:
    """The words of a letter made for it."""
    pdf = code_letter.make(request, build.user(), is_code_before_ended=ends)
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def code_in(words: str) -> str:
    """The code that stands in a letter."""
    return next(
        line for line in words.splitlines() if len(line) == len(BEFORE) and line.count("-") == 2
    )


def waits() -> list[Wait]:
    query = select(Wait).where(Wait.kind == WaitKind.POST_CODE, Wait.ended_at.is_(None))
    return list(db.session.scalars(query))


def told() -> list[EventKind]:
    query = select(Event.kind).where(Event.kind.in_(CODE_EVENTS)).order_by(Event.id)
    return list(db.session.scalars(query))


def asked_online(reference: str) -> None:
    """Ask on the public page, and have the job answer."""
    request_status.ask_for_code(reference)
    assert deferred_asks.do_waiting(job_table.ASKED_UNSEEN) == 1


@pytest.mark.slow
def test_the_letter_opens_the_request_and_the_code_from_before_ends_when_it_is_used() -> None:
    request = by_post()
    reference = request.reference
    asked_online(reference)
    assert [each.request_id for each in waits()] == [request.id]
    words = letter(request)
    code = code_in(words)
    assert reference not in words
    assert waits() == []
    assert code not in str(everything())

    assert request_status.opens(reference, BEFORE) == reference
    assert request_status.opens(build.request().reference, code) is None
    opened_at = NOW.timestamp()
    assert request_status.status_of(reference, opened_at=opened_at - 60) is not None
    assert request_status.opens(reference, code) == reference
    assert request_status.status_of(reference, opened_at=opened_at - 60) is None
    assert request_status.status_of(reference, opened_at=opened_at) is not None
    assert request_status.opens(reference, BEFORE) is None
    assert request_status.opens(reference, code) == reference
    assert told() == [
        EventKind.CODE_LETTER_ASKED,
        EventKind.CODE_LETTER_MADE,
        EventKind.CODE_LETTER_USED,
    ]


@pytest.mark.slow
def test_one_letter_works_at_a_time_until_its_day_and_only_where_they_are_reached(
    at: SetClock,
) -> None:
    request = by_post()
    reference = request.reference
    first, second = code_in(letter(request)), code_in(letter(request))
    assert request_status.opens(reference, first) is None
    for name, value in {"postal_address": "2 New Street", "may_post": None}.items():
        before = getattr(request, name)
        change(request, **{name: value})
        assert request_status.opens(reference, second) is None, name
        change(request, **{name: before})
    at(NOW + posted_codes.WORKS_FOR + timedelta(days=1))
    assert posted_codes.made(request) is None
    assert request_status.opens(reference, second) is None
    assert request_status.opens(reference, BEFORE) == reference
    at(NOW + posted_codes.WORKS_FOR)
    assert request_status.opens(reference, second) == reference


@pytest.mark.slow
def test_a_code_that_somebody_else_has_ends_at_once_and_one_read_out_ends_the_letter(
    at: SetClock,
) -> None:
    request = by_post()
    reference = request.reference
    code = code_in(letter(request, ends=True))
    assert request_status.opens(reference, BEFORE) is None
    assert request_status.status_of(reference, opened_at=NOW.timestamp() - 60) is None
    at(NOW + timedelta(minutes=5))
    assert request_status.status_of(reference, opened_at=NOW.timestamp()) is not None
    read_out = secret_code.renew(request, build.user())
    assert request_status.status_of(reference, opened_at=NOW.timestamp()) is None
    assert request_status.opens(reference, code) is None
    assert request_status.opens(reference, read_out) == reference


def test_nothing_is_posted_where_they_did_not_say_that_it_is_safe() -> None:
    for changes in (
        {"may_post": None},
        {"may_post": False},
        {"postal_address": ""},
        {"no_contact_reason": "They said so"},
    ):
        request = by_post(**changes)
        asked_online(request.reference)
        with pytest.raises(Refused):
            code_letter.make(request, build.user(), is_code_before_ended=False)
    asked_online("REQ-0000-0000")
    assert waits() == []
    assert told() == []
    with pytest.raises(NotAllowed):
        code_letter.make(by_post(), build.user(Role.PRIVATE_OFFICE), is_code_before_ended=False)


def test_asked_for_online_it_waits_once_a_week_and_the_office_may_refuse(at: SetClock) -> None:
    request = by_post()
    for _ in range(2):
        asked_online(f" {request.reference.lower()} ")
    assert len(waits()) == 1
    posted_codes.refuse(request, build.user())
    with pytest.raises(Refused):
        posted_codes.refuse(request, build.user())
    asked_online(request.reference)
    assert waits() == []
    at(NOW + posted_codes.ONLINE_EVERY + timedelta(minutes=1))
    asked_online(request.reference)
    assert len(waits()) == 1
    assert told().count(EventKind.CODE_LETTER_REFUSED) == 1


def test_what_is_long_over_is_deleted_and_what_waits_is_not(at: SetClock) -> None:
    over, still = by_post(), by_post()
    for request in (over, still):
        asked_online(request.reference)
    posted_codes.refuse(over, build.user())
    at(NOW + 2 * posted_codes.WORKS_FOR)
    assert posted_codes.forget_old() == 0
    at(NOW + 2 * posted_codes.WORKS_FOR + timedelta(minutes=1))
    assert posted_codes.forget_old() == 1
    assert db.session.scalar(select(func.count()).select_from(PostedCode)) == 1
    assert posted_codes.waiting(still) is not None
    assert PostedCodeState.WAITING in db.session.scalars(select(PostedCode.state))
