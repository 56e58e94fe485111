"""A charge sheet pasted by the office: when a request is logged, and when offences are recorded."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.charge_sheets import SHEET
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from ulss_tracker.models import Conviction, Request, Review, db
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.ticks import CONVICTIONS
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import triage

PASSED_ON = date(2026, 3, 2)
LOGGED = {
    "channel": "phone",
    "received_at-day": "17",
    "received_at-month": "3",
    "received_at-year": "2026",
    "received_at-time": "4:45pm",
    "offender_name": "John Archer",
    "standing": "victim",
}


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(datetime(2026, 3, 18, 10, tzinfo=UTC))


def keys(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.select("input[name=convictions]")]


def ticked(page: Page) -> list[bool]:
    return [box.get("checked") is not None for box in page.select("input[name=convictions]")]


def logged() -> list[Request]:
    db.session.rollback()
    return list(db.session.scalars(select(Request)))


def recorded() -> list[tuple[str | None, str]]:
    db.session.rollback()
    found = db.session.scalars(select(Conviction).order_by(Conviction.id))
    return [(each.offence_id, each.text) for each in found]


# Logging a request.


def test_the_offences_are_shown_to_be_ticked_before_a_request_is_logged(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    page = caseworker.submit("Log the request", **LOGGED, offence_text=SHEET)
    assert logged() == []
    assert "Not logged yet" in page.text
    assert ticked(page) == [True, True, False, False]
    assert page.text.count("Set aside: the words say that there was no conviction") == 2
    assert "Read as Robbery, Theft Act 1968 s.8(1)" in page.text
    second = keys(page)[1]
    caseworker.submit("Log the request", convictions=[second])
    (request,) = logged()
    assert request.offence_answers == {CONVICTIONS: second}
    assert request.offence_text == SHEET
    assert triage.assess_request(request).verdict is Verdict.NOT_IN_SCHEME


def test_other_words_are_shown_anew_and_old_ticks_are_not_taken_for_them(
    caseworker: CheckedClient,
) -> None:
    caseworker.get("/casework/requests/new")
    page = caseworker.submit("Log the request", **LOGGED, offence_text=SHEET)
    page = caseworker.submit(
        "Log the request", offence_text="1. Rape\n2. Affray", convictions=keys(page)[1:2]
    )
    assert (logged(), ticked(page)) == ([], [True, True])


def test_a_single_offence_is_logged_at_once(caseworker: CheckedClient) -> None:
    caseworker.get("/casework/requests/new")
    caseworker.submit("Log the request", **LOGGED, offence_text="Robbery")
    assert [each.offence_answers for each in logged()] == [{}]


# Recording the offences of a sentence.


def open_sheet(client: CheckedClient, review: Review) -> Page:
    place = f"/casework/reviews/{review.id}/sentences/{review.sentences[0].id}/charge-sheet"
    page: Page = client.get(place)
    return page


@pytest.fixture
@transaction()
def review(app: Flask) -> Review:
    found = build.review(sentenced_on=PASSED_ON)
    build.sentence(found, sentenced_on=PASSED_ON)
    return found


def test_what_is_ticked_is_recorded_and_assessed(caseworker: CheckedClient, review: Review) -> None:
    open_sheet(caseworker, review)
    page = caseworker.submit("Continue", sheet=SHEET)
    assert ticked(page) == [True, True, False, False]
    page = caseworker.submit("Record the offences ticked")
    assert "2 offences recorded" in page.text
    assert [offence for offence, _ in recorded()] == ["io-robbery", "no-rta-103"]
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert "“Robbery, contrary to section 8(1) of the Theft Act 1968”: Robbery" in page.text


def test_one_unticked_is_not_recorded(caseworker: CheckedClient, review: Review) -> None:
    open_sheet(caseworker, review)
    page = caseworker.submit("Continue", sheet=SHEET)
    page = caseworker.submit("Record the offences ticked", convictions=[keys(page)[1]])
    assert "1 offence recorded" in page.text
    assert [offence for offence, _ in recorded()] == ["no-rta-103"]


def test_what_may_be_several_is_recorded_in_its_own_words_with_its_form_and_facts(
    caseworker: CheckedClient, review: Review
) -> None:
    open_sheet(caseworker, review)
    sheet = "Count 1: GBH\nCount 2: attempted robbery\nCount 3: fraud, no section 51B notice"
    caseworker.submit("Continue", sheet=sheet)
    caseworker.submit("Record the offences ticked")
    assert recorded()[0] == (None, "GBH")
    (_, attempt, fraud) = db.session.scalars(select(Conviction).order_by(Conviction.id))
    assert (attempt.offence_id, attempt.form) == ("io-robbery", Form.ATTEMPT)
    assert fraud.answers == {"fraud_notice": "no"}


@pytest.mark.parametrize(
    ("sheet", "error"),
    [
        ("", "Paste the charge sheet"),
        ("Robbery", "Paste words that name two or more offences, or add one by itself"),
    ],
)
def test_words_that_list_nothing_are_refused_and_kept(
    caseworker: CheckedClient, review: Review, sheet: str, error: str
) -> None:
    open_sheet(caseworker, review)
    page = caseworker.submit("Continue", sheet=sheet)
    assert page.errors == [error]
    assert (page.one("textarea").text or "").strip() == sheet


def test_nothing_ticked_is_refused(caseworker: CheckedClient, review: Review) -> None:
    open_sheet(caseworker, review)
    caseworker.submit("Continue", sheet=SHEET)
    page = caseworker.submit("Record the offences ticked", convictions=None)
    assert page.errors == ["Tick each offence that is a conviction"]
    assert recorded() == []


def test_the_sheet_that_a_requester_pasted_is_there_already(caseworker: CheckedClient) -> None:
    review = build.review(sentenced_on=PASSED_ON, offence_text=SHEET, offence_id=None)
    build.sentence(review, sentenced_on=PASSED_ON)
    assert open_sheet(caseworker, review).one("textarea").text.strip() == SHEET


def test_a_sentence_of_another_review_is_refused(caseworker: CheckedClient, review: Review) -> None:
    other = build.review(sentenced_on=PASSED_ON)
    caseworker.get(
        f"/casework/reviews/{other.id}/sentences/{review.sentences[0].id}/charge-sheet", status=404
    )


def test_the_sentence_leads_to_its_charge_sheet(caseworker: CheckedClient, review: Review) -> None:
    page = caseworker.get(f"/casework/reviews/{review.id}")
    page = caseworker.click("Add offences from a charge sheet to the sentence of 2 March 2026")
    assert page.path.endswith("/charge-sheet")
