"""Asking to be called back: where a shift of the rota shows the public a number, and not else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.clocks import SetClock
from tests.support.public_journey import code_on, reference_on, send
from tests.support.records import the_request
from ulss_tracker.models import PlannedCall, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.people import rota
from ulss_tracker.services.people.rota import ShiftInput

NOW = datetime(2026, 3, 18, 20, tzinfo=UTC)
LINK = "Ask us to telephone you"


@pytest.fixture(autouse=True)
def _now(at: SetClock) -> None:
    at(NOW)


def on_duty(
    person: User, *, telephone: str = "", place: int = 1, lasts: timedelta = timedelta(hours=10)
) -> None:
    shift = ShiftInput(
        person=person,
        starts_at=NOW - timedelta(hours=1),
        ends_at=NOW + lasts,
        place=place,
        public_telephone=telephone,
    )
    rota.add(shift, build.user(Role.SUPERVISOR))


def status_page(client: CheckedClient, telephone: str = "07700 900123") -> None:
    """A request sent from here, followed by its code."""
    page = send(client, contact={"telephone": telephone, "email": "ada@example.org"})
    reference, code = reference_on(page), code_on(page)
    client.get("/status")
    client.submit("Continue", reference=reference, code=code)


def calls() -> list[PlannedCall]:
    db.session.rollback()
    return list(db.session.scalars(select(PlannedCall)))


def ask(client: CheckedClient) -> str:
    client.get("/status/call-back")
    words = {"when": "After 9pm", "words_to_use": "It is Jo from work"}
    return client.submit("Ask for the call", **words).text


def test_it_is_in_the_list_of_whoever_has_the_shift_and_done_by_one_press(
    client: CheckedClient, signed_in
) -> None:
    on_duty(build.user(email="first@example.org", name="First"), place=1)
    carer = build.user()
    on_duty(carer, telephone="020 7946 0000", place=2)
    status_page(client)
    assert client.page is not None
    assert client.page.links[LINK] == "/status/call-back"
    assert "••" in client.get("/status/call-back").text
    assert "has been asked to telephone you" in ask(client)
    (call,) = calls()
    assert (call.person_id, call.due_on, call.request_id) == (
        carer.id,
        NOW.date(),
        the_request().id,
    )
    assert "When: After 9pm. If someone else answers, say: It is Jo from work." in call.words
    assert "07700" not in call.words
    staff = signed_in(Role.CASEWORKER)
    assert "Make a call" in staff.get("/casework/").text
    staff.get(f"/casework/calls/{call.id}")
    assert "Make a call" not in staff.submit("Rang them").text
    assert calls()[0].ended_at is not None


def test_one_call_stands_at_a_time(client: CheckedClient) -> None:
    on_duty(build.user(), telephone="020 7946 0000")
    status_page(client)
    ask(client)
    assert "you have asked already" in ask(client)
    assert len(calls()) == 1


def test_it_is_of_the_case_where_the_request_is_in_one(client: CheckedClient) -> None:
    carer = build.user()
    on_duty(carer, telephone="020 7946 0000")
    status_page(client)
    cases.open_case(the_request(), carer)
    ask(client)
    (call,) = calls()
    assert (call.case_id, call.request_id) == (the_request().case_id, None)


@pytest.mark.parametrize(
    ("number", "telephone"), [("", "07700 900123"), ("020 7946 0000", ""), (None, "07700 900123")]
)
def test_without_a_shift_that_has_it_or_a_number_of_theirs_it_is_not_offered(
    client: CheckedClient, number: str | None, telephone: str
) -> None:
    if number is not None:
        on_duty(build.user(), telephone=number)
    status_page(client, telephone)
    assert client.page is not None
    assert LINK not in client.page.links
    assert client.open("/status/call-back").headers["Location"] == "/status/request"


def test_a_wish_not_to_be_telephoned_refuses_it(client: CheckedClient) -> None:
    on_duty(build.user(), telephone="020 7946 0000")
    status_page(client)
    the_request().may_telephone = False
    db.session.commit()
    assert LINK not in client.get("/status/request").links
    assert client.open("/status/call-back").headers["Location"] == "/status/request"


def test_a_shift_that_ended_meanwhile_has_no_call(client: CheckedClient, at: SetClock) -> None:
    on_duty(build.user(), telephone="020 7946 0000", lasts=timedelta(minutes=10))
    status_page(client)
    client.get("/status/call-back")
    at(NOW + timedelta(minutes=11))
    page = client.submit("Ask for the call", when="Now")
    assert page.path == "/status/request"
    assert calls() == []


def test_when_is_needed_and_no_code_no_call(client: CheckedClient) -> None:
    on_duty(build.user(), telephone="020 7946 0000")
    assert client.open("/status/call-back").headers["Location"] == "/status"
    status_page(client)
    client.get("/status/call-back")
    page = client.submit("Ask for the call", words_to_use="It is Jo")
    assert page.errors == ["Enter when we can telephone you"]
    assert "It is Jo" in page.html
    assert calls() == []
