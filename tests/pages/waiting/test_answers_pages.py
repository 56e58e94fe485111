"""Accepting, declining and keeping after all, as the person it was given to does it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from ulss_tracker.models import Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def giver() -> User:
    return build.user(Role.SUPERVISOR)


@transaction()
def given(name: str = "John Archer") -> Review:
    review = build.review(offender_name=name, by=giver())
    assignment.assign(
        review, build.user(), giver(), seen=review.version, note="Start with the court"
    )
    return review


def test_one_press_accepts_it_and_it_may_be_declined_after_all(signed_in) -> None:
    review = given()
    client = signed_in(Role.CASEWORKER)
    page = client.get("/casework/")
    assert f"Given to you by {giver().name}: accept or decline" in page.text
    assert "Start with the court" in page.text
    page = client.submit(f"In hand: {review.offender_name}, {review.case.reference}")
    assert "Accepted. Decline it after all" in page.text
    assert "accept or decline" not in page.text
    page = client.click("Decline it after all")
    assert page.h1 == "Decline a review"
    assert "it stays yours" in page.text


def test_what_was_given_leads_to_the_page_where_it_is_accepted_or_declined(signed_in) -> None:
    review = given()
    client = signed_in(Role.CASEWORKER)
    client.get("/casework/")
    whose = f"{review.offender_name}, {review.case.reference}"
    page = client.click(f"Given to you by {giver().name}: accept or decline, {whose}")
    assert page.h1 == "Accept or decline a review"
    assert "Start with the court" in page.text
    page = client.submit("Accept it")
    assert "Accepted. Decline it after all" in page.text


def test_it_is_declined_with_a_reason_shown_to_whoever_gave_it_and_undone(signed_in, at) -> None:
    review = given()
    client = signed_in(Role.CASEWORKER)
    client.get("/casework/")
    whose = f"{review.offender_name}, {review.case.reference}"
    client.click(f"Given to you by {giver().name}: accept or decline, {whose}")
    page = client.submit("Decline it")
    assert "Enter why you decline it" in page.text
    page = client.submit("Decline it", reason="I know the family")
    assert page.h1 == "You declined this review"
    assert "Until somebody else has it, it stays yours" in page.text
    db.session.rollback()
    db.session.refresh(review)
    assert review.assignee == build.user()
    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/casework/")
    assert "Give a declined review to somebody else" in page.text
    assert "I know the family" in page.text
    page = supervisor.get("/supervision/board")
    assert "Not accepted" in page.text
    page = supervisor.click("Not accepted")
    assert "declined it" in page.text and "I know the family" in page.text
    timeline = supervisor.get(f"/casework/cases/{review.case.reference}/timeline")
    assert "Declined by whom it was given to" in timeline.text
    # A supervisor is not asked whether they accept what is another's.
    number = page_number(client)
    supervisor.get(f"/casework/waiting/{number}/decline", status=403)
    client.get(f"/casework/waiting/{number}/decline")
    page = client.submit("Undo: keep it after all")
    assert "You keep it" in page.text
    assert "I know the family" not in supervisor.get("/casework/").text
    db.session.rollback()
    db.session.refresh(review)
    assignment.assign(review, giver(), giver(), seen=review.version)
    at(NOW + timedelta(minutes=1))
    page = client.get(f"/casework/waiting/{number}/decline", status=409)
    assert "it is theirs now" in page.text


def page_number(client) -> str:
    """The number in the address of the page that this client is on."""
    return str(client.page.path).split("/")[-2]


def test_all_that_was_given_is_accepted_by_one_press(signed_in) -> None:
    reviews = [given(f"Offender {number}") for number in range(3)]
    asked = build.request(offender_name="Asked About")
    assignment.assign(asked, build.user(), giver(), seen=assignment.NOBODY)
    client = signed_in(Role.CASEWORKER)
    client.get("/casework/?why=given")
    assignment.assign(reviews[0], giver(), giver(), seen=reviews[0].version)  # meanwhile
    page = client.submit("In hand: all 4")
    assert page.h1 == "3 in hand"  # what is somebody else's by now is on this list no more
    assert reviews[0].case.reference not in page.text
    assert "Asked About" in page.text
    assert (
        len([each for each in page.select("a") if "Decline it after all" in each.text_content()])
        == 3
    )
    assert "accept or decline" not in client.get("/casework/").text


def test_what_does_not_fit_has_pages(signed_in) -> None:
    names = [f"Offender {number:02}" for number in range(52)]
    for name in names:
        given(name)
    client = signed_in(Role.CASEWORKER)
    page = client.get("/casework/?why=given")
    shown = [name for name in names if name in page.text]
    assert len(shown) == 50
    page = client.click("Next page")
    assert [name for name in names if name in page.text] == sorted(set(names) - set(shown))
    client.submit("In hand: all 2")
    page = client.get("/casework/?why=given")
    assert [name for name in names if name in page.text] == shown
    assert "Next page" not in page.text
