"""The slip rule alarms the duty desk until a sentence outside the law is dealt with.

Sentenced on 2 March 2026, the 56 days end on Sunday 26 April: it is to be dealt with by Friday.
"""

import json
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.sentences import correct
from ulss_tracker import clock
from ulss_tracker.models import AlarmReason, DutyAlarm, DutyCall, Message, Review, User, db
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.assessment import outside_law
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import alarm_log, duty_alarms
from ulss_tracker.services.supervision import exceptions

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 3, 2)
ACT_BY = datetime(2026, 4, 24, 17, tzinfo=clock.LONDON)


@pytest.fixture
def ann() -> User:
    """Ann, who is on duty."""
    ann = build.user(email="ann@example.org", name="Ann Lee")
    build.on_duty(ann)
    return ann


@transaction()
def theft(on: date = PASSED_ON) -> Review:
    review = build.review(offender_name="A Thief")
    sentence = build.sentence(review, sentenced_on=on, text="9 years’ imprisonment")
    build.conviction(sentence, "no-theft")
    return review


def april(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 4, day, hour, tzinfo=clock.LONDON)


def run(at: datetime) -> list[DutyAlarm]:
    """What alarms of the slip rule there are once the job has run."""
    with clock.set_to(at):
        duty_alarms.raise_due()
    query = select(DutyAlarm).where(DutyAlarm.reason == AlarmReason.SLIP_RULE)
    return list(db.session.scalars(query.order_by(DutyAlarm.id)))


def deal_with(review: Review) -> None:
    sentence = review.sentences[0]
    outside_law.deal_with(sentence, "The CPS asked", build.user(), version=review.version)


def end(review: Review, outcome: Outcome = Outcome.NOT_REFERRED) -> None:
    with transaction():
        review.outcome, review.state = outcome, State.CLOSED


def row_of(app: Flask, review: Review) -> list[dict[str, object]]:
    listed = json.loads(app.test_cli_runner().invoke(args=["clock", "list", "--json"]).stdout)
    found = [each for each in listed if each["number"] == review.id]
    return [each for each in found if each["limit"] == "slip_rule"]


def test_it_alarms_with_three_working_days_left_and_at_each_stage(ann: User) -> None:
    theft()
    assert run(april(20)) == []
    (first,) = run(april(21))
    assert (first.stage, first.about_at, first.ended_at) == ("slip_3_days", ACT_BY, None)
    assert {call.person for call in first.made_calls} == {ann, build.user()}  # who has it, too
    first_again, second = run(april(23))
    assert (first_again.why_ended, second.stage) == ("The next stage has begun", "slip_1_day")
    *_, last = run(april(24, 9))
    with clock.set_to(april(24, 9)):
        duty_alarms.acknowledge(last, ann)
    assert last.next_call_at == datetime(2026, 4, 24, 9, 30, tzinfo=clock.LONDON)
    calls = len(last.made_calls)
    *_, last = run(april(24, 10))
    assert len(last.made_calls) > calls
    *_, last = run(april(24, 18))
    assert (last.stage, last.called_everybody) == ("slip_passed", True)


def test_the_call_says_what_runs_out_and_names_nobody(ann: User) -> None:
    review = theft()
    (alarm,) = run(april(21))
    sent = select(Message).join(DutyCall, DutyCall.email_id == Message.id)
    email = db.session.scalar(sent.where(DutyCall.alarm_id == alarm.id).order_by(Message.id))
    assert email is not None
    assert email.subject == f"Slip rule: three working days left: case {review.case.reference}"
    for words in (
        "Slip rule: 56 days, last day Sunday 26 April 2026.",
        "Deal with it by: 5pm on Friday 24 April 2026",
        f"/casework/alarms/{alarm.id}",
    ):
        assert words in email.body
    assert "Thief" not in email.body


def test_it_outlasts_the_stages_of_the_work_and_the_review_itself(ann: User) -> None:
    review = theft()
    (alarm,) = run(april(21))
    with transaction():
        review.state = State.LAW_OFFICERS
    (alarm,) = run(april(21, 11))
    assert alarm.ended_at is None
    end(review)
    (alarm,) = run(april(21, 12))
    assert alarm.ended_at is None
    assert alarm.deadline.ended_at is not None  # nothing is left to file
    assert alarm_log.actions(alarm)[-1].words == "Say on the review how it is dealt with."
    assert exceptions.of_kind("outside_law").count == 1
    deal_with(review)
    (alarm,) = run(april(21, 13))
    assert alarm.why_ended.startswith("Somebody has said how it is dealt with")
    assert alarm_log.actions(alarm) == ()
    assert exceptions.of_kind("outside_law").count == 0
    assert len(run(april(22))) == 1


def test_two_sentences_of_one_day_are_one_alarm_until_both_are_put_right(ann: User) -> None:
    review = theft()
    second = build.sentence(review, sentenced_on=PASSED_ON, text="4 years’ imprisonment")
    build.conviction(second, "no-affray")
    assert len(run(april(21))) == 1
    deal_with(review)
    (alarm,) = run(april(21, 11))
    assert alarm.ended_at is None
    correct(second, sentenced_on=PASSED_ON, text="1 year’s imprisonment")
    (alarm,) = run(april(21, 12))
    assert alarm.why_ended.endswith("or the sentence is within the law")


def test_what_is_over_or_was_no_case_alarms_nobody(app: Flask, ann: User) -> None:
    late, void, imported = theft(date(2025, 9, 1)), theft(), theft()
    end(void, Outcome.OPENED_BY_MISTAKE)
    with transaction():
        imported.is_historical = True
    assert run(april(24)) == []
    assert [bool(row_of(app, each)) for each in (late, void, imported)] == [True, False, False]


def test_it_is_a_row_of_everything_that_runs(app: Flask, ann: User) -> None:
    review = theft()
    run(april(21))
    with clock.set_to(april(21)):
        (row,) = row_of(app, review)
        assert row == {
            "kind": "review",
            "number": review.id,
            "reference": review.case.reference,
            "limit": "slip_rule",
            "basis": "recorded",
            "file_by_at": "2026-04-24T16:00:00+00:00",
            "owner": build.user().name,
            "alarms_sent": 2,  # the person on duty, and whoever has the review
            "next_alarm_at": "2026-04-21T10:00:00+00:00",
        }
        listed = app.test_cli_runner().invoke(args=["clock", "list"]).stdout
        assert "slip_rule" in listed
        deal_with(review)
        assert row_of(app, review) == []
