"""Warnings about a date while it is typed: the very ones that are shown when it is sent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import words
from tests.support.public_journey import date_fields, go_to
from tests.support.queries import counted
from tests.support.tables import column
from tests.support.traces import nothing_kept

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
FINE = date(2026, 3, 2)
DOUBTFUL = {
    "at a weekend": date(2026, 3, 1),
    "a bank holiday": date(2026, 1, 1),
    "more than 28 days": date(2026, 2, 4),
    "when sentences could first be reviewed": date(1985, 5, 7),
    "Was the sentence passed on": date(2025, 3, 3),
    "Were the day and the month swapped?": date(2026, 2, 3),
}
RECEIVED = {
    "received_at-day": "17",
    "received_at-month": "3",
    "received_at-year": "2026",
    "received_at-time": "10am",
}


def live(client: CheckedClient, on: date, **others: str) -> list[dict[str, Any]]:
    """Return what the page now shown is told as this date is typed in it."""
    url = client.page.one("[data-app-doubts]").get("data-app-doubts")
    typed = "&".join(f"{name}={value}" for name, value in (date_fields(on) | others).items())
    with nothing_kept():
        answer = client.open(f"{url}{'&' if '?' in url else '?'}{typed}")
    assert answer.status_code == 200
    return answer.json


def texts(doubts: list[dict[str, Any]]) -> list[str]:
    return [doubt["text"] for doubt in doubts]


def on_page(client: CheckedClient) -> list[str]:
    return [words(line) for line in client.page.select("#date-doubts li")]


@pytest.mark.parametrize("words_of_it", list(DOUBTFUL))
def test_a_sentence_is_doubted_alike_as_typed_and_as_sent(
    caseworker: CheckedClient, words_of_it: str
) -> None:
    review, on = build.review(), DOUBTFUL[words_of_it]
    caseworker.get(f"/casework/reviews/{review.id}/sentences/new")
    typed = texts(live(caseworker, on))
    assert words_of_it in " ".join(typed)
    caseworker.submit(
        "Save and add an offence", order_kind="imprisonment", text="3 years", **date_fields(on)
    )
    assert on_page(caseworker) == typed


@pytest.mark.parametrize("words_of_it", list(DOUBTFUL))
def test_a_request_is_doubted_alike_as_typed_and_as_sent(
    caseworker: CheckedClient, words_of_it: str
) -> None:
    caseworker.get("/casework/requests/new")
    on = DOUBTFUL[words_of_it]
    typed = texts(live(caseworker, on, **RECEIVED))
    assert words_of_it in " ".join(typed)
    caseworker.submit(
        "Log the request",
        channel="letter",
        offender_name="John Archer",
        standing="public",
        **RECEIVED,
        **date_fields(on),
    )
    assert on_page(caseworker) == typed


def test_a_date_later_than_its_request_is_doubted_as_typed(caseworker: CheckedClient) -> None:
    caseworker.get("/casework/requests/new")
    typed = texts(live(caseworker, date(2026, 3, 18), **RECEIVED))
    assert "is later than the request, received on Tuesday 17 March 2026" in typed[0]
    assert texts(live(caseworker, date(2026, 3, 17), **RECEIVED)) == []


def test_what_is_corrected_is_judged_by_its_offences(caseworker: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=FINE)
    sentence = review.sentences[0]
    caseworker.get(f"/casework/reviews/{review.id}/sentences/{sentence.id}")
    url = caseworker.page.one("[data-app-doubts]").get("data-app-doubts")
    assert f"offence={sentence.convictions[0].offence_id}" in url
    typed = texts(live(caseworker, date(1990, 6, 5)))
    caseworker.submit("Save", **date_fields(date(1990, 6, 5)))
    assert on_page(caseworker) == typed


def test_the_date_perhaps_meant_comes_with_what_its_boxes_take(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/sentences/new")
    (meant,) = [each for each in live(caseworker, date(2025, 3, 3)) if "parts" in each]
    assert meant["date"] == "Tuesday 3 March 2026"
    assert meant["parts"] == {"day": "3", "month": "3", "year": "2026"}


def test_there_is_no_doubt_about_what_is_no_date_yet(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    for query in column(__file__, "date_warnings.no_date_yet"):
        with subtests.test(query=query):
            assert caseworker.open(f"/casework/date-doubts?{query}").json == []
            assert caseworker.open(f"/suggest/date-doubts?{query}").json == []


def test_an_offence_that_somebody_made_up_is_passed_over(caseworker: CheckedClient) -> None:
    path = "/casework/date-doubts?offence=no-such&sentenced_on-day=1&sentenced_on-month=3"
    answer = caseworker.open(f"{path}&sentenced_on-year=2026")
    assert "at a weekend" in answer.json[0]["text"]


def test_what_is_asked_names_nobody_and_opens_no_record(caseworker: CheckedClient) -> None:
    review = build.review(offender_name="Ann Private", requester_name="Bo Private")
    caseworker.get(f"/casework/reviews/{review.id}/sentences/new")
    url = caseworker.page.one("[data-app-doubts]").get("data-app-doubts")
    assert "Private" not in url
    assert review.case.reference not in url
    assert live(caseworker, FINE) == []
    with counted() as sent:
        caseworker.open(url)
    read = [statement for statement in sent if statement.startswith(("SELECT", "WITH"))]
    assert len(read) == 1
    assert (
        "FROM user_account" in read[0]
    )  # who is signed in and how much waits for them, nothing of the case


# The public form.


def test_the_public_are_told_as_they_type_what_the_next_page_asks(client: CheckedClient) -> None:
    go_to(client, "date")
    typed = texts(live(client, date(2025, 3, 3)))
    assert typed == ["That is more than 28 days ago.", "Did you mean Tuesday 3 March 2026?"]
    client.submit("Continue", **date_fields(date(2025, 3, 3)))
    asked = [words(each) for each in client.page.select("main p.govuk-body")]
    assert [line for line in asked if line in typed] == typed


def test_a_day_to_come_is_doubted_in_the_words_of_its_error(client: CheckedClient) -> None:
    go_to(client, "date")
    typed = texts(live(client, date(2026, 3, 19)))
    page = client.submit("Continue", **date_fields(date(2026, 3, 19)))
    assert typed == page.errors == ["Date of sentence must be today or in the past"]


def test_in_welsh_it_is_said_in_welsh(client: CheckedClient) -> None:
    client.get("/language/cy?next=/", status=302)
    client.get("/request/date")
    region = client.page.one("[data-app-doubts]")
    assert region.get("data-use") == "Defnyddio {date}"
    typed = live(client, date(2025, 3, 3))
    assert texts(typed)[0] == "Mae hynny fwy na 28 diwrnod yn ôl."
    assert typed[1]["date"] == "dydd Mawrth 3 Mawrth 2026"
