"""“Exit this page”: what was written is deleted on the server, unless it was to be kept."""

from flask import Flask
from sqlalchemy import select

from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page
from tests.support.public_journey import code_on, go_to, reference_on, send, step_of
from ulss_tracker.models import Draft, Request, db
from ulss_tracker.services.requests import drafts

EXIT_TO = "https://www.bbc.co.uk/weather"


def way_out(page: Page) -> str:
    return str(page.one(".govuk-exit-this-page__button").get("href"))


def kept() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Draft)).all())


def test_the_link_leads_away_by_itself_where_nothing_is_kept(client: CheckedClient) -> None:
    for path in ("/", "/privacy", "/status"):
        assert way_out(client.get(path)) == EXIT_TO
    assert client.get("/leave", status=302).headers["Location"] == EXIT_TO


def test_it_deletes_what_was_written_and_only_with_its_own_token(client: CheckedClient) -> None:
    link = way_out(go_to(client, "reason"))
    for wrong in ("/leave", "/leave?token=", "/leave?token=somebody-elses"):
        assert client.get(wrong, status=302).headers["Location"] == EXIT_TO
        assert kept() == 1
    assert client.open("/leave", method="POST").status_code == 400
    assert kept() == 1
    assert way_out(client.get("/privacy")).startswith("/leave?token=")
    client.open(link, headers={"Sec-Fetch-Site": "cross-site"})
    assert kept() == 1
    assert client.get(link, status=302).headers["Location"] == EXIT_TO
    assert kept() == 0
    page = client.get("/request/paused?at=reason")
    assert page.h1 == "Nothing is kept in this browser"
    assert "John Archer" not in client.get("/request/offender").html


def test_a_script_tells_us_of_it_and_is_answered_nothing(client: CheckedClient) -> None:
    page = go_to(client, "reason")
    script = page.one("script[src*='leaving.js']")
    token = {"csrf_token": script.get("data-leave-token")}
    answer = client.open(script.get("data-leave-url"), method="POST", data=token)
    assert (answer.status_code, answer.data, kept()) == (204, b"", 0)


def test_a_device_that_is_theirs_alone_keeps_it(client: CheckedClient) -> None:
    go_to(client, "reason")
    client.submit("Stop and carry on later")
    page = client.submit("Save this", own_device="yes")
    client.get(way_out(page), status=302)
    assert kept() == 1
    assert client.get("/request/paused?at=reason").h1 == "Your request is hidden"
    assert "John Archer" in client.get("/request/check-answers").text


def test_what_a_code_opens_elsewhere_is_forgotten_here_and_kept_there(
    client: CheckedClient, app: Flask
) -> None:
    go_to(client, "reason")
    client.get("/request/carry-on")
    page = client.submit("Give me a code")
    code = str(page.one("main p.govuk-heading-m").text_content())
    client.get(way_out(page), status=302)
    assert client.get("/request/check-answers", status=302)
    assert drafts.find(drafts.key_of_code(code)) is not None
    other = client_of(app)
    other.get("/carry-on")
    assert step_of(other.submit("Continue", code=code)) == "reason"  # where they stopped
    assert "John Archer" in other.get("/request/check-answers").text


def test_it_closes_a_request_that_was_sent_or_looked_up(
    client: CheckedClient, app: Flask, at
) -> None:
    sent = send(client)
    client.get(way_out(sent), status=302)
    client.get("/request/sent", status=302)
    looking, copied = client_of(app), client_of(app)
    looking.get("/status")
    page = looking.submit("Continue", reference=reference_on(sent), code=code_on(sent))
    with looking.session_transaction() as mine, copied.session_transaction() as theirs:
        theirs["status"] = mine["status"]
    copied.get("/status/request")
    looking.get(way_out(page), status=302)
    looking.get("/status/request", status=302)
    copied.get("/status/request", status=302)
    assert len(db.session.scalars(select(Request)).all()) == 1
