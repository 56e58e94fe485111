"""Taking a request, giving it, recording a first look; giving many at once."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.cases import cases
from ulss_tracker.services.people import absences

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def other() -> User:
    return build.user(email="other@example.org", name="Olu Other")


def test_a_request_is_taken_given_and_taken_over(caseworker: CheckedClient) -> None:
    request = build.request()
    caseworker.get(f"/casework/requests/{request.reference}")
    page = caseworker.submit("Take this request")
    assert page.summary["Owner"] == "Test Caseworker"
    assert page.summary["First look"] == "10am on Wednesday 18 March 2026, by Test Caseworker"
    other()
    absences.record(other(), NOW.date(), NOW.date(), build.user(), other())
    page = caseworker.click("Give it to someone else")
    assert "It is Test Caseworker’s now." in page.text
    page = caseworker.submit("Give the request")
    assert page.errors == ["Choose who should have it"]
    page = caseworker.submit("Give the request", owner=str(other().id), note="She rings on Monday")
    assert page.summary["Owner"] == (
        "Olu Other Away until 18 March 2026. Test Caseworker stands in."
    )
    page = caseworker.submit("Take this request over")
    assert page.summary["Owner"] == "Test Caseworker"


def test_somebody_else_was_quicker_and_nothing_is_overwritten(caseworker: CheckedClient) -> None:
    request = build.request()
    caseworker.get(f"/casework/requests/{request.reference}")
    assignment.take(request, other(), seen=NOBODY)
    page = caseworker.submit("Take this request", status=409)
    assert "Somebody else took this request" in page.text
    assert request.owner == other()


def test_a_first_look_is_recorded_by_itself(caseworker: CheckedClient) -> None:
    request = build.request()
    page = caseworker.get(f"/casework/requests/{request.reference}")
    assert page.summary["First look by"] == "5pm on Thursday 19 March 2026"
    page = caseworker.submit("Record a first look")
    assert page.summary["First look"].endswith("by Test Caseworker")
    assert page.summary["Owner"] == "Nobody"
    assert "Record a first look" not in page.text


def test_both_ends_of_a_range_are_said(caseworker: CheckedClient) -> None:
    request = build.request(sentenced_on=None, sentenced_text="either the 12th or 13th of March")
    page = caseworker.get(f"/casework/requests/{request.reference}")
    assert page.summary["File by"].startswith("5pm on Thursday 9 April 2026")
    assert page.summary["Counted from"] == (
        "Earliest day that the requester’s words allow: Thursday 12 March 2026. "
        "The latest is Friday 13 March 2026."
    )


def test_a_day_that_cannot_be_right_is_to_be_checked_and_says_why(
    caseworker: CheckedClient,
) -> None:
    request = build.request(sentenced_on=NOW.date().replace(year=2025))
    page = caseworker.get(f"/casework/requests/{request.reference}")
    assert page.summary["Check the day of sentence by"].endswith("4 hours left")
    assert "It cannot be right" in page.summary["Counted from"]


def test_in_a_case_its_owner_stays_in_sight_and_nobody_can_be_given_it(
    caseworker: CheckedClient,
) -> None:
    request = build.request()
    assignment.take(request, build.user(), seen=NOBODY)
    cases.open_case(request, build.user())
    page = caseworker.get(f"/casework/requests/{request.reference}")
    assert page.summary["Owner while it waited"] == "Test Caseworker"
    assert "File by" not in page.summary
    page = caseworker.get(f"/casework/requests/{request.reference}/owner", status=409)
    assert "in a case now" in page.text


def test_the_ticked_requests_are_given_and_those_skipped_are_named(
    supervisor: CheckedClient,
) -> None:
    first, second = build.request(offender_name="First"), build.request(offender_name="Second")
    other()
    supervisor.get("/supervision/reassign")
    page = supervisor.click("Requests")
    assert page.h1 == "Give requests"
    ticks = [box.get("value") for box in page.select("input[name=requests]")]
    assert len(ticks) == 2
    assignment.take(first, build.user(), seen=NOBODY)
    page = supervisor.submit("Give the ticked requests", requests=ticks, to=str(other().id))
    assert "1 request was given. 1 was not:" in page.text
    assert f"{first.reference}: Somebody else changed it meanwhile" in page.text
    assert (first.owner, second.owner) == (build.user(), other())
    page = supervisor.submit("Show their requests", owner=str(other().id))
    assert [row[1].partition(",")[0] for row in page.rows[1:]] == ["Second"]


def test_what_was_given_is_undone_but_for_what_another_has_by_now(
    supervisor: CheckedClient,
) -> None:
    first, second = build.request(offender_name="First"), build.request(offender_name="Second")
    assignment.take(second, build.user(), seen=NOBODY)
    number = str(other().id)
    for holder, request in ((NOBODY, first), (build.user().id, second)):
        supervisor.get(f"/supervision/reassign/requests?owner={holder}")
        ticks = [box.get("value") for box in supervisor.page.select("input[name=requests]")]
        page = supervisor.submit("Give the ticked requests", requests=ticks, to=number)
        assert "1 request given" in page.text
        assert request.owner == other()
        if request is second:
            assignment.take(second, build.user(Role.SUPERVISOR), seen=other().id)
        page = supervisor.submit("Undo")
        assert f"{request.offender_name}, {request.reference}" in page.text
    assert first.owner is None
    assert page.h1 == "Undone: 0 done, 1 not"
    assert "Somebody else changed it meanwhile" in page.text
    assert second.owner == build.user(Role.SUPERVISOR)


def test_nothing_ticked_is_said_and_nothing_typed_is_lost(supervisor: CheckedClient) -> None:
    build.request()
    other()
    supervisor.get("/supervision/reassign/requests")
    page = supervisor.submit("Give the ticked requests", to=str(other().id), note="Leave")
    assert page.errors == ["Choose the requests to give"]
    assert "Leave" in page.one("#note").text_content()


def test_the_inbox_shows_owners_and_only_those_of_one(caseworker: CheckedClient) -> None:
    mine = build.request(offender_name="Mine")
    build.request(offender_name="Nobodys")
    assignment.take(mine, build.user(), seen=NOBODY)
    page = caseworker.get("/casework/requests")
    assert {row[0].partition(",")[0]: row[2] for row in page.rows[1:]} == {
        "Mine": "Test Caseworker",
        "Nobodys": "Nobody",
    }
    page = caseworker.get(f"/casework/requests?owner={NOBODY}")
    assert [row[0].partition(",")[0] for row in page.rows[1:]] == ["Nobodys"]
