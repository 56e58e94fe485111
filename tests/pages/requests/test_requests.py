"""The requests' pages: the list, one of them, and what is done with it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.awkward import NAMES, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.records import the_request
from tests.support.tables import column, from_table
from ulss_tracker.models import Channel, EmailUse, Request, RequestState, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import inbox, safe_contact
from ulss_tracker.services.requests.details import SafeContactInput

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


# The list.


def test_new_requests_are_listed_with_the_time_left_now(caseworker: CheckedClient) -> None:
    build.request(offender_name="Far Off", sentenced_on=NOW.date() - timedelta(days=5))
    build.request(offender_name="Close By", sentenced_on=NOW.date() - timedelta(days=27))
    build.request(offender_name="Nobody Knows", sentenced_on=None)
    page = caseworker.get("/casework/requests")
    left = {row[0].partition(",")[0]: row[1] for row in page.rows[1:]}
    longer = "2026? It may be until {} under an Act of 2026: a lawyer must check.".format
    assert left == {
        "Far Off": f"Fri 10 Apr 17:00 23 days left {longer('Sun 13 Sep')}",
        "Close By": f"Thu 19 Mar 17:00 1 day left {longer('Wed 19 Aug')}",
        "Nobody Knows": "Wed 18 Mar 14:00 4 hours left find the day",
    }


def test_a_request_that_waits_grows_more_pressing(caseworker: CheckedClient, at) -> None:
    build.request(sentenced_on=NOW.date() - timedelta(days=5))
    at(NOW + timedelta(days=23, hours=4))
    left = caseworker.get("/casework/requests").rows[1][1].partition(" 2026?")[0]
    assert left.endswith("2 hours left")


@pytest.mark.parametrize("state", list(RequestState))
def test_each_state_has_a_list_of_its_own(caseworker: CheckedClient, state: RequestState) -> None:
    with transaction():
        build.request(offender_name="Mine").state = state
    page = caseworker.get("/casework/requests", query_string={"state": state.value})
    assert len(page.rows) == 2
    # Only what waits for somebody is counted: the others become more for ever.
    said = f"{state.label} (1)" if state in inbox.WAITING else state.label
    assert page.one("[aria-current=page].moj-sub-navigation__link").text == said


@pytest.mark.parametrize("query", ["state=nonsense", "after=nonsense", "after=_&state=", "x=1"])
def test_a_list_asked_for_in_no_way_we_know_is_the_first_page(
    caseworker: CheckedClient, query: str
) -> None:
    build.request(offender_name="Here")
    assert "Here" in caseworker.get(f"/casework/requests?{query}").text


def test_a_long_list_goes_on_to_the_next_page_and_back(caseworker: CheckedClient) -> None:
    with transaction():
        for number in range(51):
            build.request(offender_name=f"Offender {number}")
    page = caseworker.get("/casework/requests")
    assert len(page.rows) == 51
    page = caseworker.click("Next page")
    assert len(page.rows) == 2
    assert len(caseworker.click("First page").rows) == 51


def test_a_law_officer_reads_requests_and_logs_none(signed_in) -> None:
    build.request()
    page = signed_in(Role.LAW_OFFICER).get("/casework/requests")
    assert len(page.rows) == 2
    assert "Log a request" not in page.links


# One request.


def show(client: CheckedClient, request: Request, status: int = 200):
    return client.get(f"/casework/requests/{request.reference}", status=status)


def test_a_request_shows_what_was_said_and_a_first_answer(caseworker: CheckedClient) -> None:
    page = show(caseworker, build.request(sentenced_on=NOW.date() - timedelta(days=16)))
    assert page.summary["File by"] == "5pm on Monday 30 March 2026 12 days left"
    assert page.summary["Counted from"] == "Stated by the requester: Monday 2 March 2026"
    assert page.summary["Owner"] == "Nobody"
    assert page.summary["First look by"] == "5pm on Thursday 19 March 2026"
    assert page.one(".app-verdict__heading").text == "In the scheme"
    assert page.summary["Offender"] == "John Archer"
    assert page.summary["Date of sentence"] == "Monday 2 March 2026"
    assert page.summary["Standing"] == "Victim"
    assert page.summary["Links"] == "Not given"


def test_without_a_date_it_says_to_find_it_first(caseworker: CheckedClient) -> None:
    page = show(caseworker, build.request(sentenced_on=None, sentenced_text="before Easter"))
    assert page.summary["Find the day of sentence by"].endswith("4 hours left")
    assert page.summary["File by"] == "Nobody can say until the day of sentence is known"
    assert page.summary["Counted from"] == "Day of sentence not known"
    assert page.summary["Date of sentence"] == "before Easter"


@pytest.mark.parametrize("name", NAMES)
def test_awkward_names_are_shown_to_the_letter(caseworker: CheckedClient, name: str) -> None:
    request = build.request(offender_name=name, requester_name=name)
    assert " ".join(name.split()) in show(caseworker, request).summary["Offender"]
    assert " ".join(name.split()) in caseworker.get("/casework/requests").text


FREE_TEXTS = column(__file__, "requests.free_texts")


def test_nothing_somebody_wrote_becomes_part_of_the_page(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    for field in FREE_TEXTS:
        with subtests.test(field=field):
            longest = {"telephone": 40}.get(field, 200)
            written = SCRIPT if longest > len(SCRIPT) else "<img src=x onerror=alert(28)>"
            request = build.request(**{field: written, "court_id": None})
            assert shown_safely(show(caseworker, request), written)
            caseworker.get("/casework/requests")


def test_where_the_sentence_was_said_in_words_it_is_shown_safely(caseworker: CheckedClient) -> None:
    request = build.request(sentenced_on=None, sentenced_text=SCRIPT)
    assert shown_safely(show(caseworker, request))
    assert shown_safely(caseworker.get("/casework/requests"))


def test_a_story_of_five_thousand_words_is_shown_whole(caseworker: CheckedClient) -> None:
    story = "word " * 4999 + "end"
    assert story in show(caseworker, build.request(reason=story)).text


@pytest.mark.parametrize("reference", ["REQ-0000-0000", "nonsense", "x" * 300, "%00"])
def test_a_request_that_is_not_there(caseworker: CheckedClient, reference: str) -> None:
    caseworker.get(f"/casework/requests/{reference}", status=404)


# What is done with it.


def test_a_case_is_opened_from_it(caseworker: CheckedClient) -> None:
    show(caseworker, build.request())
    page = caseworker.submit("Open a case")
    assert page.h1 == "John Archer"
    assert "Case ULS-2026-0001 opened" in page.text
    page = show(caseworker, the_request())
    assert "In case ULS-2026-0001" in page.text
    assert page.select("main form") == []


def test_opening_it_when_somebody_else_has_is_told_and_makes_no_second_case(
    caseworker: CheckedClient,
) -> None:
    request = build.request()
    show(caseworker, request)
    cases.open_case(request, build.user(Role.SUPERVISOR))
    page = caseworker.refused("Open a case", status=409)
    assert "This request cannot be joined to a case: it is in a case" in page.text


def test_it_joins_a_case_that_is_open(caseworker: CheckedClient) -> None:
    review = build.review()
    another = build.request(requester_name="Another Person")
    show(caseworker, another)
    page = caseworker.submit("Join the case", reference=f" {review.case.reference.lower()} ")
    assert page.h1 == f"Case {review.case.reference}"
    assert "Another Person" in caseworker.get(f"{page.path}/requests").text


@from_table
def test_a_case_that_is_not_there_is_said_beside_the_box(
    caseworker: CheckedClient, typed: str, error: str
) -> None:
    show(caseworker, build.request())
    page = caseworker.refused("Join the case", error, reference=typed)
    assert page.one("#reference").get("value") == typed


def test_it_is_closed_with_a_reason(caseworker: CheckedClient) -> None:
    show(caseworker, build.request())
    page = caseworker.submit("Close the request", reason="A test of the form")
    assert page.path == "/casework/requests"
    assert the_request().state is RequestState.CLOSED


def test_it_is_not_closed_without_one(caseworker: CheckedClient) -> None:
    show(caseworker, build.request())
    page = caseworker.refused(
        "Close the request", "Enter the reason for closing the request", reason="  "
    )
    assert page.select("details[open]")


def test_a_held_request_says_so_and_is_released(caseworker: CheckedClient) -> None:
    request = build.request()
    with transaction():
        request.state, request.quarantine_reason = RequestState.QUARANTINED, "Sent very fast"
    page = show(caseworker, request)
    assert "Held for a person to look at: Sent very fast. Time runs all the same." in page.text
    page = caseworker.submit("Release")
    assert the_request().state is RequestState.NEW


def test_a_law_officer_is_offered_nothing_to_press(signed_in) -> None:
    page = show(signed_in(Role.LAW_OFFICER), build.request())
    assert "A caseworker will look at this request." in page.text
    assert page.select("main form") == []


# Files.


def test_a_file_is_shown_to_staff_as_pictures_of_its_pages(
    caseworker: CheckedClient, client: CheckedClient
) -> None:
    request = build.request()
    document = build.document(request, b"<script>alert(28)</script>")
    assert "note.txt" in show(caseworker, request).links
    page = caseworker.get(f"/casework/documents/{document.id}")
    assert page.one("img").get("alt") == "Page 1 of 1"
    assert page.one("svg text").text_content() == "A note"
    client.get(f"/casework/documents/{document.id}", status=302)


@pytest.mark.parametrize("number", ["999", "2147483648", "9" * 30])
def test_a_file_that_is_not_there(caseworker: CheckedClient, number: str) -> None:
    caseworker.get(f"/casework/documents/{number}", status=404)


def test_a_case_of_a_hundred_and_fifty_requests_is_shown(caseworker: CheckedClient) -> None:
    """The office was once asked 150 times about one sentence."""
    review = build.review()
    with transaction():
        for number in range(149):
            db.session.add(
                Request(
                    reference=f"REQ-MANY-{number:04d}",
                    code_hash="x",
                    state=RequestState.IN_CASE,
                    channel=Channel.FORM,
                    received_at=NOW,
                    logged_at=NOW,
                    standing=build.asked().standing,
                    requester_name=f"Person {number}",
                    case=review.case,
                )
            )
    page = caseworker.get(f"/casework/cases/{review.case.reference}/requests")
    assert page.h1 == "Requests (150)"
    caseworker.get(f"/casework/reviews/{review.id}")
    assert db.session.scalar(select(func.count(Review.id))) == 1


def test_a_requester_who_rings_has_emails_made_plainer_and_texts_ended(signed_in) -> None:
    with transaction():
        asked = build.request(telephone="07700 900123", email="ada@example.org")
        safe_contact.keep(asked, SafeContactInput(email_use=EmailUse.FULL, may_text=True))
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}/contact")
    client.submit("Save", email_use="news", texts="no")
    page = client.get(f"/casework/requests/{asked.reference}")
    assert "only that there is news" in page.summary["What may be emailed"]
    assert page.summary["Safe to send a text"] == "No, or not said"
    page = client.get(f"/casework/requests/{asked.reference}/contact")
    assert "Texts to this number" not in page.text  # they alone agree to them anew


def test_whoever_was_not_asked_is_not_said_to_have_answered(signed_in) -> None:
    asked = build.request(email="ada@example.org")
    client = signed_in(Role.CASEWORKER)
    form = f"/casework/requests/{asked.reference}/contact"
    page = client.get(form)
    (ticked,) = page.select("input[name=email_use][checked]")
    assert ticked.get("value") == "not_said"
    client.submit("Save", telephone="020 7946 0000")
    page = client.get(f"/casework/requests/{asked.reference}")
    assert page.summary["What may be emailed"] == "Not asked"
    client.get(form)
    client.submit("Save", email_use="full")
    page = client.get(f"/casework/requests/{asked.reference}")
    assert page.summary["What may be emailed"] == "Only they read it: letters in full"
