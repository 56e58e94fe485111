"""The page of an alarm, the button that says somebody has it in hand, and the lists."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.tokens import token_of
from ulss_tracker import clock
from ulss_tracker.models import (
    AlarmReason,
    DutyAlarm,
    DutyCall,
    Event,
    EventKind,
    Message,
    MessageState,
    Request,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.workflow import Outcome, State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import requests

FRIDAY = date(2026, 10, 30)  # sentenced then, it must be filed by Friday 27 November, 5pm
NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
PRESS = "I have this in hand"

SetClock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def _now(app: Flask, at: SetClock) -> None:
    at(NOW)


@pytest.fixture
def caseworker(signed_in) -> CheckedClient:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    return client


@pytest.fixture
def ann(app: Flask) -> User:
    """Ann, who is on duty."""
    ann = build.user(email="ann@example.org", name="Ann Lee")
    build.on_duty(ann)
    return ann


def going(**changes: object) -> DutyAlarm:
    """An alarm about a request that arrives now."""
    build.request(**{"sentenced_on": FRIDAY, **changes})
    return db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()


def page_of(alarm: DutyAlarm) -> str:
    return f"/casework/alarms/{alarm.id}"


def acknowledgements() -> list[Event]:
    query = select(Event).where(Event.kind == EventKind.ALARM_ACKNOWLEDGED)
    return list(db.session.scalars(query))


def test_of_the_slip_rule_it_says_what_is_outside_the_law_and_leads_to_the_review(
    app: Flask, caseworker: CheckedClient, ann: User
) -> None:
    review = build.review()
    passed_on = date(2026, 10, 5)  # its 56 days end on Sunday 29 November
    build.conviction(
        build.sentence(review, sentenced_on=passed_on, text="9 years’ imprisonment"), "no-theft"
    )
    with transaction():
        review.outcome, review.state = Outcome.NOT_REFERRED, State.CLOSED
    duty_alarms.raise_due()
    (alarm,) = db.session.scalars(
        select(DutyAlarm).where(DutyAlarm.reason == AlarmReason.SLIP_RULE)
    )
    page = caseworker.get(page_of(alarm))
    assert page.h1 == "Slip rule: to be dealt with today"
    for words in (
        "Deal with it by 5pm on Friday 27 November 2026 7 hours left",
        "9 years is above the maximum of 7 years",
        "Slip rule: 56 days, last day Sunday 29 November 2026.",
        "only the Crown Court can vary the sentence",
    ):
        assert words in page.text
    assert "Deal with it by 5pm" in caseworker.get("/casework/alarms").text
    caseworker.get(page_of(alarm))
    caseworker.click("The review")
    caseworker.click("Say that it is dealt with")
    page = caseworker.submit("It is dealt with", how="The CPS asked the court")
    assert "It is recorded how this is dealt with" in page.text
    duty_alarms.raise_due()
    assert "Somebody has said how it is dealt with" in caseworker.get(page_of(alarm)).text


def test_it_says_what_it_is_about_and_until_when(caseworker: CheckedClient, ann: User) -> None:
    alarm = going()
    page = caseworker.get(page_of(alarm))
    assert page.h1 == "To be filed today"
    reference = alarm.deadline.request.reference
    for words in (
        "File by 5pm on Friday 27 November 2026 7 hours left",
        f"Request {reference}, John Archer",
        "Last day in law Friday 27 November 2026",
        "Day of sentence Friday 30 October 2026. Stated by the requester",
        "Who has it Ann Lee",
        "this alarm calls nobody else until 10:30am on Friday 27 November 2026",
    ):
        assert words in page.text
    caseworker.click(reference)


def test_what_can_still_be_done_is_listed_in_order(caseworker: CheckedClient, ann: User) -> None:
    page = caseworker.get(page_of(going()))
    items = [each.text_content().split() for each in page.select("main ol li")]
    steps = [" ".join(words) for words in items]
    assert steps[0].startswith("Now Read the request, and open a case from it")
    assert steps[0].endswith("The request")
    assert steps[-1] == (
        "By 5pm today File the application with the Registrar of Criminal Appeals."
    )


def test_of_a_review_each_step_leads_to_its_page(caseworker: CheckedClient, ann: User) -> None:
    review = build.review(sentenced_on=FRIDAY)
    duty_alarms.raise_due()
    alarm = db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()
    assert alarm.deadline.review == review
    page = caseworker.get(page_of(alarm))
    assert f"Review in case {review.case.reference}, John Archer" in page.text
    assert {"The review", "Papers", "Law officers", "Application and notice"} <= set(page.links)
    for name in ("The review", "Papers", "Law officers", "Application and notice"):
        caseworker.get(page_of(alarm))
        caseworker.click(name)


def test_a_review_with_the_law_officers_is_theirs_to_decide(
    caseworker: CheckedClient, ann: User
) -> None:
    review = build.review(sentenced_on=FRIDAY)
    with transaction():
        review.state = State.LAW_OFFICERS
    duty_alarms.raise_due()
    alarm = db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()
    page = caseworker.get(page_of(alarm))
    assert "Have the law officer’s decision: say now by when it is needed." in page.text
    assert "Have the papers" not in page.text


def test_while_nobody_knows_the_day_it_says_so(caseworker: CheckedClient, at: SetClock) -> None:
    build.request(sentenced_on=None)
    at(NOW + timedelta(hours=2))
    duty_alarms.raise_due()
    page = caseworker.get("/casework/alarms")
    assert page.rows[1][-1] == (
        "Find the day by 2pm on Friday 27 November 2026 Nobody knows how long is left to file"
    )
    page = caseworker.click("The day of sentence is not known: find it")
    assert "Nobody knows how long is left: the day of sentence is not known." in page.text
    assert "Find or check the day by 2pm on Friday 27 November 2026" in page.text
    assert "The times before filing" not in page.text


def test_a_later_moment_stands_beside_the_safest(caseworker: CheckedClient, ann: User) -> None:
    alarm = going()
    with transaction():
        alarm.deadline.later_file_by_at = datetime(2026, 12, 11, 17, tzinfo=UTC)
    page = caseworker.get(page_of(alarm))
    assert "Later moment 5pm on Friday 11 December 2026. The law may allow it" in page.text


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


@pytest.mark.parametrize("role", [Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR])
def test_those_who_work_no_cases_see_no_alarm(signed_in, ann: User, role: Role) -> None:
    alarm = going()
    client = signed_in(role)
    client.get(page_of(alarm), status=403)
    client.get("/casework/alarms", status=403)


# The calls.


def test_each_call_says_by_which_way_and_what_became_of_it(
    caseworker: CheckedClient, ann: User
) -> None:
    with transaction():
        ann.second_email = "ann@elsewhere.example"
    alarm = going()
    (call,) = db.session.scalars(select(DutyCall).where(DutyCall.alarm_id == alarm.id))
    page = caseworker.get(page_of(alarm))
    assert page.rows[1][1:] == [
        "10am on Friday 27 November 2026",
        "Email: waiting Second email address: waiting",
        "None",
    ]
    with transaction():
        call.email.state, call.email.sent_at = MessageState.SENT, NOW
        call.email.delivered_at = NOW + timedelta(minutes=1)
        call.text.state, call.text.last_error = MessageState.FAILED, "No such mailbox"
    page = caseworker.get(page_of(alarm))
    assert page.rows[1][2] == (
        "Email: arrived, 10:01am on Friday 27 November 2026 "
        "Second email address: could not be sent No such mailbox"
    )
    assert "elsewhere" not in page.text


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


# Sealed cases.


def test_an_alarm_about_a_sealed_case_is_not_there_for_those_not_named(
    caseworker: CheckedClient, signed_in, ann: User
) -> None:
    review = build.review(sentenced_on=FRIDAY, by=ann)
    duty_alarms.raise_due()
    alarm = db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()
    assert alarm.deadline.review == review
    with clock.set_to(NOW):
        sealing.seal(review.case, [], "A judge's family", build.user(Role.SUPERVISOR))
    caseworker.get(page_of(alarm), status=404)
    data = {"csrf_token": token_of(caseworker)}
    assert caseworker.open(page_of(alarm), method="POST", data=data).status_code == 404
    assert review.case.reference not in caseworker.get("/casework/alarms").text
    assert acknowledgements() == []
    assert "No alarm is going" in caseworker.get("/casework/").text
    signed_in(Role.SUPERVISOR).get(page_of(alarm))
