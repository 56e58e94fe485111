"""The page of an alarm: what it is about, until when, what to do, and who was called."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.alarm_pages import FRIDAY, NOW, SetClock, acknowledgements, going, page_of
from tests.support.checked_client import CheckedClient
from tests.support.tokens import token_of
from ulss_tracker import clock
from ulss_tracker.models import AlarmReason, DutyAlarm, DutyCall, MessageState, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.protection import sealing


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
