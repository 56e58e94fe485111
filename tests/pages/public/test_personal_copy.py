"""What we hold about somebody, opened on the status page by its reference and its code alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build, history
from tests.support.checked_client import CheckedClient
from tests.support.clocks import SetClock
from tests.support.page import Page
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Case,
    Channel,
    Event,
    RightsKind,
    RightsOutcome,
    RightsRequest,
    Treatment,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.information_rights import rights_requests as service
from ulss_tracker.services.information_rights.rights_requests import ClockStep
from ulss_tracker.services.operations import erasing
from ulss_tracker.services.protection import sealing

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
COPY = "/status/personal-data"
WRONG = "The reference and the code do not belong together"
ENDED = "This code no longer opens what we hold about you. Telephone us on"
Closed = tuple[RightsRequest, str]


@pytest.fixture
def closed(app: Flask, tmp_path: Path, at: SetClock) -> Iterator[Closed]:
    """A copy that two people agreed on, closed with its code."""
    at(NOW)
    history.configure(app, tmp_path)
    build.review(requester_name="Zebedee Quillfeather")
    yield close(agreed())
    office_details.configure(app.config)


def agreed() -> RightsRequest:
    by, today = build.user(), NOW.date()
    asks = {"channel": Channel.EMAIL, "received_on": today}
    rights = service.record(RightsKind.ACCESS, "Zebedee Quillfeather", "All of it", by, **asks)
    service.move_clock(rights, ClockStep.IDENTIFIED, today, "Passport", by, version=rights.version)
    service.search_waiting()
    theirs = [Treatment.THEIRS] * len(rights.finds)
    service.decide(rights, theirs, (), by, version=rights.version)
    service.check(rights, build.user(Role.SUPERVISOR), version=rights.version, agrees=True)
    return rights


def close(rights: RightsRequest) -> Closed:
    assert service.make_waiting() == 1
    return rights, service.lock_bundle(rights, build.user(), version=rights.version)


def give(client: CheckedClient, reference: str, code: str) -> Page:
    client.get("/status")
    page: Page = client.submit("Continue", reference=reference, code=code)
    return page


def test_the_code_opens_the_very_file_and_that_is_recorded(
    client: CheckedClient, closed: Closed
) -> None:
    rights, code = closed
    made = sha256(rights.bundle or b"").hexdigest()
    assert rights.opened_at is None
    page = give(client, f" {rights.reference.lower()}", code.replace("-", " ").lower())
    assert page.h1 == "What we hold about you"
    assert "until Tuesday 22 December 2026" in page.text
    assert rights.reference not in page.path
    token = page.select("[name=csrf_token]")[0].get("value")
    path = f"{COPY}/what-we-hold.pdf"
    answer = client.open(path, method="POST", data={"csrf_token": token})
    assert sha256(answer.data).hexdigest() == made
    assert answer.headers["Content-Disposition"] == "attachment; filename=what-we-hold.pdf"
    db.session.refresh(rights)
    assert rights.opened_at == NOW
    last = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (last.after["what"], last.by_id) == ("Opened by whoever has its code", None)
    client.submit("Close this request on this device")
    client.get(COPY, status=302)


def test_what_is_wrong_or_anothers_is_refused_like_a_request_that_is_not_there(
    client: CheckedClient, closed: Closed
) -> None:
    rights, code = closed
    other, others_code = close(agreed())
    never = agreed()
    for reference, given in (
        (rights.reference, others_code),
        (rights.reference, "BBBB-BBBB-BBBB"),
        (other.reference, code),
        (never.reference, code),
        ("DPR-2026-9999", code),
    ):
        assert give(client, reference, given).errors == [WRONG], reference
    for _ in range(13):
        give(client, rights.reference, "BBBB-BBBB-BBBB")
    client.get("/status")
    client.submit("Continue", reference=rights.reference, code=code, status=429)
    client.get(COPY, status=302)


def late(at: SetClock, _: RightsRequest) -> None:
    at(NOW + timedelta(days=29))


def withdrawn(_: SetClock, rights: RightsRequest) -> None:
    by, outcome = build.user(), RightsOutcome.WITHDRAWN
    service.answer(rights, outcome, "They wrote", by, version=rights.version)


def decided_again(_: SetClock, rights: RightsRequest) -> None:
    theirs = [Treatment.THEIRS] * len(rights.finds)
    service.decide(rights, theirs, (), build.user(), version=rights.version)


def sealed(_: SetClock, rights: RightsRequest) -> None:
    case = db.session.scalars(select(Case)).one()
    sealing.seal(case, [], "A judge’s family", build.user(Role.SUPERVISOR))


def erased(_: SetClock, rights: RightsRequest) -> None:
    table, number, *_rest = rights.finds[0]
    by = (build.user().id, build.user(Role.SUPERVISOR).id)
    erasing.erase([(table, (number,))], by, "UK GDPR art. 17")
    db.session.refresh(rights)
    assert rights.bundle is None


@pytest.mark.parametrize("ending", [late, withdrawn, decided_again, sealed, erased])
def test_a_copy_that_ended_says_what_to_do_and_closes_where_it_was_open(
    client: CheckedClient,
    closed: Closed,
    at: SetClock,
    ending: Callable[[SetClock, RightsRequest], None],
) -> None:
    rights, code = closed
    at(NOW + timedelta(days=28))
    assert give(client, rights.reference, code).h1 == "What we hold about you"
    ending(at, rights)
    client.get(COPY, status=302)
    assert give(client, rights.reference, code).errors[0].startswith(ENDED)


def test_an_answered_copy_gets_a_new_code_and_the_old_one_opens_nothing(
    client: CheckedClient, closed: Closed, at: SetClock
) -> None:
    rights, code = closed
    by = build.user()
    assert "until 22 December 2026, at " in service.proposed_answer(rights)
    service.answer(rights, RightsOutcome.DONE, "Sent", by, version=rights.version)
    give(client, rights.reference, code)
    at(NOW + timedelta(minutes=1))
    assert service.lock_bundle(rights, by, version=rights.version) == ""
    with pytest.raises(Refused, match="not been made"):
        service.lock_bundle(rights, by, version=rights.version)
    _, new = close(rights)
    client.get(COPY, status=302)
    assert give(client, rights.reference, code).errors == [WRONG]
    assert give(client, rights.reference, new).h1 == "What we hold about you"
