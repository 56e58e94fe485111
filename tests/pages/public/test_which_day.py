"""The date of sentence in words: asked back, kept, and never promised more than it bears."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from tests.support.public_journey import date_fields, go_to, send, step_of
from tests.support.records import the_request
from ulss_tracker import clock
from ulss_tracker.models import Deadline, DeadlineBasis, Draft, db

# A Friday.
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
BEFORE_MIDNIGHT = datetime(2026, 11, 27, 23, 50, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 11, 28, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """The day on which everything here is written."""
    with clock.set_to(NOON):
        yield


def write(client: CheckedClient, words: str) -> Page:
    go_to(client, "date")
    page: Page = client.submit("Continue", sentenced_text=words)
    return page


def kept() -> dict[str, object]:
    db.session.rollback()
    return dict(db.session.scalars(select(Draft)).one().answers)


def test_one_day_confirmed_is_stated_and_its_words_are_kept(client: CheckedClient) -> None:
    page = write(client, "four weeks ago today")
    assert (step_of(page), page.h1) == ("which-day", "Do you mean Friday 30 October 2026?")
    assert "You typed “four weeks ago today”." in page.text
    assert step_of(client.submit("Continue", which_day="yes")) == "offence"
    send(
        client,
        date={**date_fields(None), "sentenced_text": "four weeks ago today"},
        which_day={"which_day": "yes"},
    )
    sent = the_request()
    assert sent.sentenced_on == date(2026, 10, 30)
    assert sent.sentenced_text == "four weeks ago today"


def test_a_range_keeps_its_words_and_promises_no_last_day(client: CheckedClient) -> None:
    page = write(client, "12 or 13 November")
    assert page.h1 == "Do you mean a day from 12 to 13 November 2026?"
    client.submit("Continue", which_day="yes")
    page = go_to(client, "outlook", date={"sentenced_text": "12 or 13 November"},
                 which_day={"which_day": "yes"})  # fmt: skip
    assert "we act as if the earliest of them is right" in page.text
    assert "13 days left" in page.text
    assert "The last day is" not in page.text
    page = go_to(client, "check-answers", date={"sentenced_text": "12 or 13 November"},
                 which_day={"which_day": "yes"})  # fmt: skip
    assert page.summary["Date of sentence"] == "12 or 13 November"
    assert page.summary["The day you mean"] == "A day from 12 to 13 November 2026"
    page = client.submit("Accept and send")
    assert "we act as if the earliest of them is right" in page.text
    assert "The last day is" not in page.text
    sent = the_request()
    assert (sent.sentenced_on, sent.sentenced_text) == (None, "12 or 13 November")
    row = db.session.scalars(select(Deadline)).one()
    assert row.basis is DeadlineBasis.EARLIEST_OF_RANGE
    assert (row.earliest_on, row.latest_on) == (date(2026, 11, 12), date(2026, 11, 13))


def test_a_day_that_it_was_not_is_sent_as_denied_and_nothing_is_counted_from_it(
    client: CheckedClient,
) -> None:
    write(client, "last Friday")
    page = client.submit("Continue", which_day="no")
    assert step_of(page) == "offence"
    answers = {"date": {"sentenced_text": "last Friday"}, "which_day": {"which_day": "no"}}
    page = go_to(client, "outlook", **answers)
    assert "Without the date we cannot tell you the last day." in page.text
    send(client, **answers)
    assert the_request().sentenced_text == "Not “last Friday”, but another day"
    row = db.session.scalars(select(Deadline)).one()
    assert row.basis is DeadlineBasis.UNKNOWN


def test_other_words_beside_a_no_are_asked_about_in_their_turn(client: CheckedClient) -> None:
    write(client, "last Friday")
    page = client.submit("Continue", which_day="no", sentenced_text="Thursday last week")
    assert (step_of(page), page.h1) == ("which-day", "Do you mean Thursday 19 November 2026?")
    assert page.select("[name=which_day][checked]") == []
    assert step_of(client.submit("Continue", which_day="yes")) == "offence"
    assert kept()["day_meant"] == "2026-11-19"


@pytest.mark.parametrize("words", ["I was in hospital then", ""])
def test_words_that_say_no_date_block_nobody(client: CheckedClient, words: str) -> None:
    page = write(client, words)
    assert (step_of(page), page.h1) == ("which-day", "Do you know roughly when it was?")
    assert ("could not work out a date" in page.text) is bool(words)
    assert page.one("[name=sentenced_text]").get("value", "") == words
    assert step_of(client.submit("Continue")) == "offence"
    assert kept()["sentenced_text"] == words


def test_a_month_given_when_asked_for_is_asked_back(client: CheckedClient) -> None:
    write(client, "no idea")
    page = client.submit("Continue", sentenced_text="October 2026")
    assert page.h1 == "Do you mean a day from 1 to 31 October 2026?"


def test_no_answer_is_asked_for_and_keeps_what_was_typed(client: CheckedClient) -> None:
    write(client, "last Friday")
    page = client.submit("Continue", sentenced_text="the 19th")
    assert page.errors == ["Choose whether that is the day you mean"]
    assert page.one("[name=sentenced_text]").get("value") == "the 19th"


def test_the_question_leads_back_to_the_date_and_shows_what_was_answered(
    client: CheckedClient,
) -> None:
    page = write(client, "last Friday")
    assert page.one(".govuk-back-link").get("href") == "/request/date"
    client.submit("Continue", which_day="unknown")
    page = client.get("/request/date")
    assert page.one("[name=sentenced_text]").get("value") == "last Friday"
    assert page.one("[name=sentenced_on-day]").get("value", "") == ""
    page = client.get("/request/which-day")
    assert page.one("[name=which_day][checked]").get("value") == "unknown"
    page = client.get("/request/date")
    assert step_of(client.submit("Continue")) == "offence"


def test_a_date_in_figures_takes_the_place_of_the_words(client: CheckedClient) -> None:
    write(client, "last Friday")
    client.submit("Continue", which_day="yes")
    client.get("/request/date")
    page = client.submit("Continue", **date_fields(date(2026, 11, 19)))
    assert step_of(page) == "offence"
    assert kept()["sentenced_on"] == "2026-11-19"
    assert kept()["day_meant"] is None
    client.get("/request/which-day", status=302)


def test_words_that_moved_on_at_midnight_are_asked_about_again(client: CheckedClient) -> None:
    answers = {"date": {"sentenced_text": "two or three days ago"},
               "which_day": {"which_day": "yes"}}  # fmt: skip
    with clock.set_to(BEFORE_MIDNIGHT):
        go_to(client, "check-answers", **answers)
    with clock.set_to(AFTER_MIDNIGHT):
        page = client.submit("Accept and send")
        assert step_of(page) == "which-day"
        assert page.h1 == "Do you mean a day from 25 to 26 November 2026?"
        assert page.select("[name=which_day][checked]") == []
        assert step_of(client.submit("Continue", which_day="yes")) == "outlook"
        assert step_of(client.submit("Continue with your request")) == "check-answers"
        client.submit("Accept and send")
    assert the_request().sentenced_text == "two or three days ago"


def test_a_day_denied_stays_denied_at_midnight(client: CheckedClient) -> None:
    with clock.set_to(BEFORE_MIDNIGHT):
        go_to(client, "check-answers", date={"sentenced_text": "yesterday"},
              which_day={"which_day": "no"})  # fmt: skip
    with clock.set_to(AFTER_MIDNIGHT):
        client.submit("Accept and send")
    assert the_request().sentenced_text == "Not “yesterday”, but another day"


def test_a_page_open_over_midnight_settles_no_day(client: CheckedClient) -> None:
    with clock.set_to(BEFORE_MIDNIGHT):
        write(client, "yesterday")
    with clock.set_to(AFTER_MIDNIGHT):
        page = client.submit("Continue", which_day="yes")
        assert page.errors == [
            "Your words mean another day than when this page was opened. Look again"
        ]
        assert page.h1 == "Do you mean Friday 27 November 2026?"
        client.submit("Continue", which_day="yes")
    assert kept()["day_meant"] == "2026-11-27"


def test_a_day_still_to_come_is_kept_in_words_only(client: CheckedClient) -> None:
    page = write(client, "next Friday")
    assert page.h1 == "Do you mean Friday 4 December 2026?"
    assert step_of(client.submit("Continue", which_day="yes")) == "offence"
    assert kept()["day_meant"] is None


def test_days_of_which_the_earliest_may_be_over_are_no_no(client: CheckedClient) -> None:
    answers = {"date": {"sentenced_text": "in October"}, "which_day": {"which_day": "yes"}}
    page = go_to(client, "outlook", **answers)
    assert "The 28 days may be over, and they may not." in page.text
    assert "A lawyer will check your request." in page.text
    assert "probably too late" not in page.text


def test_it_is_asked_in_welsh(client: CheckedClient) -> None:
    client.get("/language/cy", status=302)
    client.get("/request/date")
    page = client.submit("Parhau", sentenced_text="dydd Gwener diwethaf")
    assert page.h1 == "Ai dydd Gwener 20 Tachwedd 2026 sydd gennych mewn golwg?"
    assert step_of(client.submit("Parhau", which_day="no")) != "which-day"
    client.get("/request/date")
    page = client.submit("Parhau", sentenced_text="12 neu 13 Tachwedd")
    assert page.h1 == ("Ai un o’r dyddiau hyn sydd gennych mewn golwg: 12 hyd 13 Tachwedd 2026?")
    client.get("/request/date")
    page = client.submit("Parhau", sentenced_text="dim syniad")
    assert page.h1 == "A ydych yn gwybod yn fras pryd oedd hyn?"
