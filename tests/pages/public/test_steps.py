"""The journey's questions one by one: what is not known, what cannot be, what is unclear."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.support.checked_client import CheckedClient
from tests.support.public_journey import date_fields, go_to, send, step_of
from ulss_tracker.models import Draft, Request, db


def requests() -> list[Request]:
    db.session.rollback()
    return list(db.session.scalars(select(Request).order_by(Request.id)))


def drafts() -> list[Draft]:
    db.session.rollback()
    return list(db.session.scalars(select(Draft)))


@pytest.mark.parametrize(
    ("name", "button"),
    [
        ("court", "I do not know"),
        ("date", "Continue"),
        ("offence", "I do not know the offence"),
    ],
)
def test_i_do_not_know_is_an_answer(client: CheckedClient, name: str, button: str) -> None:
    go_to(client, name)
    page = client.submit(button)
    assert step_of(page) != name
    assert page.errors == []
    assert name in drafts()[0].answers["done"]


def test_i_do_not_know_forgets_an_answer_typed_before_it(client: CheckedClient) -> None:
    go_to(client, "court")
    client.submit("I do not know", court="Leeds")
    assert drafts()[0].answers["court_text"] == ""


def test_a_date_known_only_in_words_is_kept(client: CheckedClient) -> None:
    go_to(client, "date")
    client.submit("Continue", sentenced_text="early March")
    words = {**date_fields(None), "sentenced_text": "early March"}
    send(client, date=words, which_day={"which_day": "unknown"})
    request = requests()[0]
    assert request.sentenced_on is None
    assert request.sentenced_text == "early March"


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (("31", "2", "2026"), "Date of sentence must be a real date"),
        (("", "2", "2026"), "Date of sentence must include a day"),
        (("3", "", ""), "Date of sentence must include a month and year"),
        (("3", "2", "26"), "Date of sentence must have a year of 4 numbers"),
        (("3", "Smarch", "2026"), "Date of sentence must be a real date"),
        (("3", "2", "2999"), "Date of sentence must be today or in the past"),
    ],
)
def test_a_date_that_cannot_be_is_said_so_and_kept_as_typed(
    client: CheckedClient, parts: tuple[str, str, str], error: str
) -> None:
    go_to(client, "date")
    names = ("sentenced_on-day", "sentenced_on-month", "sentenced_on-year")
    page = client.submit("Continue", **dict(zip(names, parts, strict=True)))
    assert page.errors == [error]
    typed = tuple(page.one(f"[name={name}]").get("value") or "" for name in names)
    assert typed == parts
    assert "sentenced_on" not in drafts()[0].answers


def test_a_weekend_is_asked_about_and_never_refused(client: CheckedClient) -> None:
    go_to(client, "date")
    page = client.submit("Continue", **date_fields(date(2026, 11, 14)))
    assert "That is at a weekend, when courts seldom sit." in page.text
    assert client.submit("Continue").errors == ["Choose whether the date is right"]
    assert step_of(client.submit("Continue", is_right="no")) == "date"
    client.submit("Continue", **date_fields(date(2026, 11, 14)))
    assert step_of(client.submit("Continue", is_right="unknown")) == "offence"
    assert drafts()[0].answers["sentenced_on"] == "2026-11-14"


def test_a_date_from_before_there_were_reviews_is_asked_about(client: CheckedClient) -> None:
    go_to(client, "date")
    page = client.submit("Continue", **date_fields(date(1989, 1, 31)))
    assert step_of(page) == "check-date"
    words = "That is before 1 February 1989, when sentences could first be reviewed."
    assert words in page.text
    assert "calendar" not in page.text


def test_a_date_confirmed_is_not_asked_about_again_until_it_changes(client: CheckedClient) -> None:
    go_to(client, "date")
    client.submit("Continue", **date_fields(date(2026, 11, 14)))
    client.submit("Continue", is_right="yes")
    client.get("/request/date")
    assert step_of(client.submit("Continue")) == "offence"
    client.get("/request/date")
    page = client.submit("Continue", **date_fields(date(2026, 11, 15)))
    assert step_of(page) == "check-date"
    assert page.select("[name=is_right][checked]") == []


def test_a_court_nobody_knows_is_kept_in_their_own_words(client: CheckedClient) -> None:
    page = go_to(client, "court")
    page = client.submit("Continue", court="The big grey one by the river")
    assert step_of(page) == "date"
    send(client, court={"court": "The big grey one by the river"})
    request = requests()[0]
    assert (request.court_id, request.court_text) == (None, "The big grey one by the river")


@pytest.mark.parametrize(
    ("typed", "court"),
    [
        ("Hull", "Kingston upon Hull Crown Court"),
        ("hull crown court", "Kingston upon Hull Crown Court"),
        ("Llys y Goron Abertawe", "Swansea Crown Court"),
    ],
)
def test_a_court_that_is_certain_is_one_press_and_named_before_it_is_sent(
    client: CheckedClient, typed: str, court: str
) -> None:
    go_to(client, "court")
    assert step_of(client.submit("Continue", court=typed)) == "date"
    page = go_to(client, "check-answers", court={"court": typed})
    assert (page.summary["Court"], page.summary["The court you mean"]) == (typed, court)


def test_a_court_that_is_not_certain_is_asked_back(client: CheckedClient) -> None:
    go_to(client, "court")
    page = client.submit("Continue", court="Leicster law courts")
    assert (step_of(page), page.h1) == ("which-court", "Do you mean Leicester Crown Court?")
    assert "You typed “Leicster law courts”." in page.text
    assert step_of(client.submit("Continue", choice="leicester")) == "date"
    assert drafts()[0].answers["court_id"] == "leicester"


def test_a_court_is_asked_back_in_welsh(client: CheckedClient) -> None:
    client.get("/language/cy", status=302)
    client.get("/request/court")
    page = client.submit("Parhau", court="Cardif justice centre")
    assert page.h1 == "Ai Llys y Goron yng Nghaerdydd sydd gennych mewn golwg?"


def test_a_name_that_several_courts_share_is_asked_about(client: CheckedClient) -> None:
    page = go_to(client, "court")
    page = client.submit("Continue", court="Manchester")
    assert step_of(page) == "which-court"
    assert step_of(client.submit("Continue", choice="unknown")) == "date"
    client.get("/request/which-court")
    chosen = page.select("[name=choice]")[0].get("value")
    client.submit("Continue", choice=chosen)
    answers = drafts()[0].answers
    assert (answers["court_id"], answers["court_text"]) == (chosen, "Manchester")
    client.get("/request/court")
    client.submit("Continue")  # the same words again do not undo the choice
    assert drafts()[0].answers["court_id"] == chosen
    client.get("/request/court")
    client.submit("Continue", court="Leeds")
    assert drafts()[0].answers["court_id"] == "leeds"


def test_words_that_may_be_several_offences_are_asked_about(client: CheckedClient) -> None:
    go_to(client, "offence")
    page = client.submit("Continue", offence="GBH")
    assert step_of(page) == "which-offence"
    choices = [each.get("value") for each in page.select("[name=choice]")]
    assert choices[-2:] == ["none", "unknown"]
    client.submit("Continue", choice=choices[0])
    assert drafts()[0].answers["offence_choice"] == choices[0]


def test_a_fact_that_decides_is_asked_and_may_be_changed(client: CheckedClient) -> None:
    page = go_to(client, "about-the-offence", offence={"offence": "burglary"})
    client.submit("Continue", choice="yes")
    page = client.get("/request/outlook")
    assert page.h1 == "The sentence looks to be in the scheme"
    page = go_to(
        client,
        "check-answers",
        offence={"offence": "burglary"},
        about_the_offence={"choice": "yes"},
    )
    question = "Was it a home, and was anyone in it hurt, or threatened with violence?"
    assert page.summary[question] == "Yes, someone in a home was hurt or threatened"
    client.get(f"/request/about-the-offence?question={next(iter(drafts()[0].answers['facts']))}")
    page = client.submit("Continue", choice="unknown")
    assert page.h1 == "We cannot tell yet whether the sentence is in the scheme"
