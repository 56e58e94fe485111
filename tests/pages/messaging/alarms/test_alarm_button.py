"""The button that says somebody has an alarm in hand."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.support import build
from tests.support.alarm_pages import NOW, PRESS, SetClock, acknowledgements, going, page_of
from tests.support.checked_client import CheckedClient, client_of
from tests.support.tokens import token_of
from ulss_tracker.models import User
from ulss_tracker.services.cases import cases
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.requests import requests


# The button.
def test_one_press_says_who_has_it_in_hand(caseworker: CheckedClient, ann: User) -> None:
    alarm = going()
    caseworker.get(page_of(alarm))
    page = caseworker.submit(PRESS)
    assert "This alarm calls nobody else until 10:30am on Friday 27 November 2026" in page.text
    assert "You have this in hand, since 10am on Friday 27 November 2026" in page.text
    assert PRESS not in [each.text_content().strip() for each in page.select("main button")]
    assert page.rows[1][-1] == "Test Caseworker has it in hand, 10am on Friday 27 November 2026"
    (event,) = acknowledgements()
    assert event.by == build.user()


def test_pressing_twice_is_as_pressing_once(caseworker: CheckedClient, ann: User) -> None:
    alarm = going()
    data = {"csrf_token": token_of(caseworker)}
    for _ in range(2):
        answer = caseworker.open(page_of(alarm), method="POST", data=data)
        assert answer.status_code == 302
    assert len(acknowledgements()) == 1


def test_who_has_it_meanwhile_is_said_to_whoever_presses_later(
    caseworker: CheckedClient, ann: User, at: SetClock
) -> None:
    alarm = going()
    caseworker.get(page_of(alarm))
    at(NOW + timedelta(minutes=5))
    duty_alarms.acknowledge(alarm, ann)
    at(NOW + timedelta(minutes=6))
    page = caseworker.submit(PRESS, status=409)
    assert "Ann Lee has this in hand already, since 10:05am on Friday 27 November" in page.text
    assert "Below is how it stands now." in page.text
    assert "Ann Lee has this in hand, since 10:05am" in page.text
    assert len(acknowledgements()) == 1


def test_a_call_made_since_the_page_was_opened_is_no_reason_to_refuse(
    caseworker: CheckedClient, ann: User, at: SetClock
) -> None:
    alarm = going()
    caseworker.get(page_of(alarm))
    at(NOW + timedelta(minutes=15))
    duty_alarms.raise_due()
    assert "You have this in hand" in caseworker.submit(PRESS).text


def test_an_alarm_that_ended_meanwhile_says_why(
    caseworker: CheckedClient, ann: User, at: SetClock
) -> None:
    alarm = going()
    caseworker.get(page_of(alarm))
    requests.close(alarm.deadline.request, "A test", ann)
    at(NOW + timedelta(minutes=1))
    duty_alarms.raise_due()
    page = caseworker.submit(PRESS, status=409)
    assert "This alarm has ended. The request was closed or withdrawn" in page.text
    assert "This alarm ended at 10:01am on Friday 27 November 2026." in page.text
    assert "This alarm asks for nothing more." in page.text
    assert "The 28 days run on" not in page.text
    assert acknowledgements() == []


def test_of_a_request_in_a_case_it_says_that_the_days_run_on_there(
    caseworker: CheckedClient, ann: User, at: SetClock
) -> None:
    alarm = going()
    review = cases.open_case(alarm.deadline.request, ann)
    at(NOW + timedelta(minutes=1))
    duty_alarms.raise_due()
    page = caseworker.get(page_of(alarm))
    assert "It is in a case now, and the time limit runs on there." in page.text
    assert f"The 28 days run on in case {review.case.reference}" in page.text
    caseworker.click(review.case.reference)


def test_of_a_stage_that_is_over_it_leads_to_the_next(
    caseworker: CheckedClient, ann: User, at: SetClock
) -> None:
    alarm = going()
    at(datetime(2026, 11, 27, 13, tzinfo=UTC))
    duty_alarms.raise_due()
    page = caseworker.get(page_of(alarm))
    assert "The next stage has begun." in page.text
    page = caseworker.click("Four hours left to file")
    assert page.one("main button").text_content().strip() == PRESS


def test_signing_in_by_the_link_leads_back_to_the_alarm(app: Flask, ann: User) -> None:
    alarm = going()
    client = client_of(app)
    client.get(page_of(alarm), status=302)
    client.get(f"/sign-in?next={page_of(alarm)}")
    page = client.submit("Sign in", email=ann.email, password=build.PASSWORD)
    assert page.path == page_of(alarm)
    assert "You have this in hand" in client.submit(PRESS).text
