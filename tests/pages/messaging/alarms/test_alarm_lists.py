"""The lists of alarms, and what the request and the review say of theirs."""

from datetime import timedelta

from sqlalchemy import select

from tests.support import build
from tests.support.alarm_pages import FRIDAY, NOW, SetClock, going
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Message, Request, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.requests import requests


# The lists.
def test_where_none_is_going_it_says_when_one_is_raised(caseworker: CheckedClient) -> None:
    page = caseworker.get("/casework/")
    assert "No alarm is going" in page.text
    page = caseworker.click("No alarm is going")
    assert "One is raised when three working days or fewer are left to file" in page.text
    page = caseworker.click("Ended")
    assert "No alarm has ended yet." in page.text


def test_those_going_say_who_has_them_in_hand(caseworker: CheckedClient, ann: User) -> None:
    first, second = going(), going(offender_name="Mary Bell")
    duty_alarms.acknowledge(second, ann)
    page = caseworker.get("/casework/")
    assert "2 alarms are going" in page.text
    page = caseworker.click("2 alarms are going")
    assert [row[0] for row in page.rows[1:]] == [
        f"To be filed today, {each.deadline.request.reference} 7 hours left"
        for each in (first, second)
    ]
    assert [row[2] for row in page.rows[1:]] == [
        "No answer",
        "Ann Lee, since 10am on Friday 27 November 2026",
    ]


def test_those_that_ended_say_why(caseworker: CheckedClient, ann: User, at: SetClock) -> None:
    alarm = going()
    requests.close(alarm.deadline.request, "A test", ann)
    at(NOW + timedelta(minutes=1))
    duty_alarms.raise_due()
    caseworker.get("/casework/alarms")
    page = caseworker.click("Ended")
    assert page.rows[1][2:] == [
        "10am on Friday 27 November 2026",
        "10:01am on Friday 27 November 2026",
        "The request was closed or withdrawn",
    ]


# On the request and the review.
def test_the_request_and_the_review_warn_of_their_alarm(
    caseworker: CheckedClient, signed_in, ann: User
) -> None:
    alarm = going()
    asked: Request = alarm.deadline.request
    review = build.review(sentenced_on=FRIDAY)
    duty_alarms.raise_due()
    for address in (f"/casework/requests/{asked.reference}", f"/casework/reviews/{review.id}"):
        page = caseworker.get(address)
        assert "An alarm is going: To be filed today." in page.text
        page = caseworker.click("See it and say who has it in hand")
        assert page.h1 == "To be filed today"
        assert "An alarm is going" not in signed_in(Role.LAW_OFFICER).get(address).text


def test_an_alarm_is_not_among_what_was_written_to_the_requester(
    caseworker: CheckedClient, ann: User
) -> None:
    alarm = going()
    page = caseworker.get(f"/casework/requests/{alarm.deadline.request.reference}")
    written = set(db.session.scalars(select(Message.subject)))
    assert any(subject.startswith("To be filed today") for subject in written)
    assert "To be filed today: request" not in page.text
