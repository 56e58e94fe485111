"""The status page: opened by the code alone, giving nothing away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page
from tests.support.public_journey import code_on, reference_on, send
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, EventKind, Message, Request, RequestState, WrongTry, db
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import request_status, requests, withdrawals, wrong_tries

WRONG = ["The reference and the code do not belong together"]


def open_status(client: CheckedClient, reference: str, code: str) -> Page:
    client.get("/status")
    page: Page = client.submit("Continue", reference=reference, code=code)
    return page


@pytest.fixture
def opened(client: CheckedClient) -> Page:
    alone = {"email_use": "full"}
    sent = send(client, offender={"offender_name": "Offender Unnamed"}, safe_email=alone)
    return open_status(client, reference_on(sent), code_on(sent))


def test_it_shows_how_far_the_request_is_and_nothing_of_the_offender(opened: Page) -> None:
    assert opened.h1 == "How far your request is"
    assert f"Received Now {day_words(clock.today())}We have your request." in opened.text
    assert "Being checked (not yet)" in opened.text
    for secret in ("Unnamed", "Robbery", "Leeds"):
        assert secret not in opened.html


def test_it_moves_with_the_review_and_never_names_the_case(
    client: CheckedClient, opened: Page
) -> None:
    reference = opened.one(".govuk-caption-l").text_content()
    case = cases.open_case(requests.get(reference), build.user()).case
    cases.join_case(build.request(email="other@example.org"), case, build.user())
    page = client.get("/status/request")
    assert f"Received {day_words(clock.today())}" in page.text
    assert f"Being checked Now {day_words(clock.today())}" in page.text
    assert case.reference not in page.html
    assert "other" not in page.text.lower()


def test_it_says_the_last_day_while_that_is_ahead(client: CheckedClient, opened: Page) -> None:
    request = requests.get(opened.one(".govuk-caption-l").text_content())
    assert request.sentenced_on
    stated = request.sentenced_on + timedelta(days=28)
    assert f"The last day is {day_words(stated)}. We must send the case" in opened.text
    review = cases.open_case(request, build.user())
    other = stated + timedelta(days=1)  # the court's record says so
    for file_by_at, is_said in ((clock.now() + timedelta(days=3), True), (clock.now(), False)):
        with transaction():
            review.last_day_on = other
            review.file_by_at = review.earliest_file_by_at = file_by_at
        page = client.get("/status/request")
        assert (f"The last day is {day_words(other)}." in page.text) is is_said
        assert day_words(stated) not in page.text


def test_a_wrong_code_and_a_wrong_reference_are_the_same_answer(client: CheckedClient) -> None:
    sent = send(client)
    reference, code = reference_on(sent), code_on(sent)
    wrong_code = open_status(client, reference, "BBBB-BBBB-BBBB")
    wrong_reference = open_status(client, "REQ-BBBB-BBBB", code)
    assert wrong_code.errors == wrong_reference.errors == WRONG
    assert wrong_code.one("[name=reference]").get("value") == reference
    client.get("/status/request", status=302)


def test_wrong_codes_are_limited_even_for_the_right_one_then(client: CheckedClient) -> None:
    sent = send(client)
    for _ in range(15):
        assert open_status(client, reference_on(sent), "BBBB-BBBB-BBBB").errors == WRONG
    client.get("/status")
    page = client.submit("Continue", reference=reference_on(sent), code=code_on(sent), status=429)
    assert page.h1 == "Try again in an hour"
    assert "020 7271 2492" in page.text


def test_somebody_elses_wrong_codes_do_not_count_against_another_request(
    client: CheckedClient,
) -> None:
    first, second = send(client), send(client)
    for _ in range(15):
        open_status(client, reference_on(first), "BBBB-BBBB-BBBB")
    assert (
        open_status(client, reference_on(second), code_on(second)).h1 == "How far your request is"
    )


def test_guessing_at_many_requests_from_one_address_ends(client: CheckedClient) -> None:
    sent = send(client)
    for number in range(60):
        open_status(client, f"REQ-BBBB-BB{number:02d}", "BBBB-BBBB-BBBB")
    client.get("/status")
    client.submit("Continue", reference=reference_on(sent), code=code_on(sent), status=429)


def test_right_codes_are_never_counted(client: CheckedClient) -> None:
    sent = send(client)
    for _ in range(20):
        page = open_status(client, reference_on(sent), code_on(sent))
        assert page.h1 == "How far your request is"


def test_blank_answers_are_asked_for(client: CheckedClient) -> None:
    client.get("/status")
    assert client.submit("Continue").errors == ["Enter your reference", "Enter your code"]


def test_nothing_opens_without_the_code(client: CheckedClient) -> None:
    send(client)
    for page in ("request", "withdraw", "contact", "contact/code"):
        answer = client.get(f"/status/{page}", status=302)
        assert answer.headers["Location"] == "/status"


def test_it_closes_by_itself_after_half_an_hour_and_at_a_press(
    client: CheckedClient, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(start)
    sent = send(client)
    open_status(client, reference_on(sent), code_on(sent))
    at(start + timedelta(minutes=29))
    client.get("/status/request")
    client.submit("Close this request on this device")
    client.get("/status/request", status=302)
    open_status(client, reference_on(sent), code_on(sent))
    at(start + timedelta(minutes=60))
    client.get("/status/request", status=302)


def test_a_request_may_be_withdrawn_once(client: CheckedClient, opened: Page) -> None:
    client.click("Withdraw your request")
    page = client.submit("Withdraw my request")
    assert (
        "We were asked on this page to withdraw your request. We go on with it until" in page.text
    )
    assert "Withdraw your request" not in page.links
    client.get("/status/withdraw", status=302)
    assert db.session.scalars(select(Request)).one().state is RequestState.NEW
    kinds = db.session.scalars(select(Event.kind)).all()
    assert kinds.count(EventKind.WITHDRAWAL_ASKED) == 1


def test_a_withdrawal_is_told_and_undone_within_a_day(
    client: CheckedClient, opened: Page, at: Callable[[datetime], None]
) -> None:
    """Whoever found the code withdraws it; whoever made it is told, and keeps it."""
    client.click("Withdraw your request")
    page = client.submit("Withdraw my request")
    (told,) = db.session.scalars(select(Message).where(Message.kind == compose.WITHDRAWN))
    assert told.recipient == "ada.brown@example.org"
    assert "We go on with it for one day. Then it is withdrawn." in told.body
    page = client.submit("Keep my request")
    assert "Withdraw your request" in page.links
    request = db.session.scalars(select(Request)).one()
    assert request.state is RequestState.NEW
    kinds = db.session.scalars(select(Event.kind)).all()
    assert kinds.count(EventKind.WITHDRAWAL_UNDONE) == 1


def test_after_a_day_a_withdrawal_stands(
    client: CheckedClient, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(start)
    sent = send(client)
    open_status(client, reference_on(sent), code_on(sent))
    client.click("Withdraw your request")
    page = client.submit("Withdraw my request")
    assert "until midday on Tuesday 3 March 2026" in page.text
    at(start + timedelta(days=1))
    assert withdrawals.withdraw_due() == 1
    page = open_status(client, reference_on(sent), code_on(sent))
    assert "This request was withdrawn. You can send a new request." in page.text
    with pytest.raises(Refused):
        request_status.keep(reference_on(sent))
    db.session.rollback()
    assert db.session.scalars(select(Request)).one().state is RequestState.WITHDRAWN


def test_contact_details_may_be_corrected(client: CheckedClient, opened: Page) -> None:
    page = client.click("Change your contact details")
    page = client.submit("Save changes", email="not an address")
    assert len(page.errors) == 1
    page = client.submit("Save changes", email="", no_longer="email", may_post="no")
    assert "Your contact details are changed." in page.text
    kept = db.session.scalars(select(Request)).one()
    assert (kept.email, kept.may_post) == ("", False)
    client.click("Change your contact details")
    page = client.submit("Save changes", postal_address="1 High Street\nLeeds")
    assert page.h1 == "We will telephone you"
    assert "not changed yet" in page.text
    db.session.rollback()
    assert kept.postal_address == ""


def test_whoever_opens_the_status_page_finds_no_contact_detail(
    client: CheckedClient, opened: Page
) -> None:
    request = db.session.scalars(select(Request)).one()
    with transaction():
        request.telephone = "020 7946 0958"
        request.postal_address = "The Refuge\n7 Hidden Lane\nLeeds LS1 1UR"
    page = client.click("Change your contact details")
    for hidden in ("ada.brown", "example", "7946", "Refuge", "Hidden", "LS1", "Leeds"):
        assert hidden not in page.text
        assert hidden not in page.html
    assert "a•••@e•••" in page.text
    assert "•••58" in page.text
    client.submit("Save changes", no_longer="telephone")
    kept = db.session.scalars(select(Request)).one()
    assert (kept.email, kept.telephone) == ("ada.brown@example.org", "")
    assert kept.postal_address.startswith("The Refuge")
    page = client.get("/status/contact")
    assert "•••58" not in page.text


def test_saving_what_has_not_changed_leaves_no_history(client: CheckedClient, opened: Page) -> None:
    client.click("Change your contact details")
    page = client.submit("Save changes")
    assert page.errors == [
        "Nothing is changed. Enter what is new, or say what we should no longer use"
    ]
    kinds = db.session.scalars(select(Event.kind)).all()
    assert EventKind.CONTACT_CORRECTED not in kinds


def test_leaving_closes_it_for_a_copy_of_the_cookie_too(
    client: CheckedClient, app: Flask, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(start)
    sent = send(client)
    open_status(client, reference_on(sent), code_on(sent))
    copied = client_of(app)
    with client.session_transaction() as mine, copied.session_transaction() as theirs:
        theirs["status"] = mine["status"]
    copied.get("/status/request")
    at(start + timedelta(minutes=1))
    client.get("/status/request")
    client.submit("Close this request on this device")
    copied.get("/status/request", status=302)
    open_status(client, reference_on(sent), code_on(sent))
    client.get("/status/request")


def test_wrong_codes_are_counted_for_all_workers_and_forgotten_after_a_day(
    client: CheckedClient, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 3, 2, 12, tzinfo=UTC)
    at(start)
    sent = send(client)
    open_status(client, reference_on(sent), "BBBB-BBBB-BBBB")
    rows = db.session.scalars(select(WrongTry)).all()
    assert [each.tries for each in rows] == [1, 1]
    assert reference_on(sent) not in repr([vars(each) for each in rows])
    assert wrong_tries.forget_old() == 0
    at(start + timedelta(hours=26))
    assert wrong_tries.forget_old() == 2
