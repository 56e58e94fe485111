"""Opinions of the service: apart from every request, read by supervisors."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import inspect, select

from tests.support.checked_client import CheckedClient, client_of
from ulss_tracker import clock
from ulss_tracker.models import Ease, Feedback, Message, Request, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.requests import feedback as opinions
from ulss_tracker.web.public.feedback import MOST_AN_HOUR

SAID = "I could not find the box for the date.\nThank you & good luck."


def kept() -> list[Feedback]:
    db.session.rollback()
    return list(db.session.scalars(select(Feedback).order_by(Feedback.id)))


def test_it_is_kept_by_its_day_with_nothing_that_leads_to_a_request(client: CheckedClient) -> None:
    client.get("/")
    page = client.click("Tell us what you think of this service")
    assert client.submit("Send what I think").errors == [
        "Choose how easy it was, or write what you think"
    ]
    page = client.submit("Send what I think", ease="difficult", words=SAID)
    assert page.h1 == "Thank you"
    (each,) = kept()
    assert (each.ease, each.words, each.language) == (Ease.DIFFICULT, SAID, "en")
    assert type(each.given_on) is date
    columns = {column.name for column in inspect(Feedback).columns}
    assert columns == {"id", "given_on", "ease", "words", "language"}
    assert not inspect(Feedback).relationships
    assert db.session.scalars(select(Request)).all() == []
    assert db.session.scalars(select(Message)).all() == []


def test_either_answer_will_do_and_very_many_from_one_place_are_refused(
    client: CheckedClient,
) -> None:
    for number in range(MOST_AN_HOUR):
        client.get("/feedback")
        client.submit("Send what I think", **({"ease": "easy"} if number else {"words": SAID}))
    client.get("/feedback")
    page = client.submit("Send what I think", words="One more")
    assert page.errors == ["Very much came from your network in the last hour. Send this later"]
    assert "One more" in page.html
    assert len(kept()) == MOST_AN_HOUR


def test_a_supervisor_reads_it_and_finds_the_hard_ones(
    app: Flask, client: CheckedClient, signed_in
) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/statistics/")
    page = supervisor.click("What people think of the service")
    assert "Nobody has said what they think of the service yet." in page.text
    for ease, words in (("very_easy", "Clear"), ("very_difficult", "<b>Slow</b>")):
        client.get("/feedback")
        client.submit("Send what I think", ease=ease, words=words)
    path = page.path
    page = supervisor.get(path)
    assert page.text.index("<b>Slow</b>") < page.text.index("Clear")
    page = supervisor.get(f"{path}?ease=very_easy")
    assert "Clear" in page.text
    assert "Slow" not in page.text
    assert "Nobody said that." in supervisor.get(f"{path}?ease=neither").text
    client_of(app).get(path, status=302)


def test_it_is_deleted_after_the_days_that_the_privacy_page_says(client: CheckedClient, at) -> None:
    opinions.give(Ease.EASY, "", language="en")
    assert "365 days from the day you told us. It is deleted." in client.get("/privacy").text
    at(clock.now() + timedelta(days=365))
    assert opinions.forget_old() == 0
    at(clock.now() + timedelta(days=1))
    assert opinions.forget_old() == 1
    assert kept() == []
