"""In the last two days what was handed over and nobody picks up alarms the duty desk."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.on_list import waits_of
from ulss_tracker import clock
from ulss_tracker.models import AlarmReason, DutyAlarm, Message, User, WaitKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.waiting import checks, waits

FILE_BY = datetime(2026, 11, 27, 17, tzinfo=UTC)
SENTENCED_ON = date(2026, 10, 30)
"""It must be filed by Friday 27 November, 5pm."""


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(datetime(2026, 11, 9, 10, tzinfo=UTC))
    build.on_duty(build.user(Role.SUPERVISOR))


def not_picked_up() -> list[DutyAlarm]:
    query = select(DutyAlarm).where(DutyAlarm.reason == AlarmReason.NOT_PICKED_UP)
    return list(db.session.scalars(query.order_by(DutyAlarm.id)))


def alarmed() -> set[int | None]:
    """The reviews of which something was handed over and nobody has picked it up."""
    return {each.deadline.review_id for each in not_picked_up() if each.ended_at is None}


def take(user: User, kind: WaitKind) -> None:
    (wait,) = [wait for wait in waits_of(user) if wait.kind is kind]
    waits.take(wait, user)


def run(at: datetime) -> None:
    with clock.set_to(at):
        duty_alarms.raise_due()
    db.session.expire_all()


@pytest.mark.parametrize(
    ("handed_over_at", "alarmed_at"),
    [
        # The day before the last: in office hours, so half an hour after 4:50pm is 9:20am.
        (FILE_BY - timedelta(days=1, minutes=10), FILE_BY - timedelta(hours=7, minutes=40)),
        (FILE_BY - timedelta(hours=2), FILE_BY - timedelta(hours=1, minutes=30)),
    ],
    ids=["before the last day", "on the last day"],
)
def test_a_pack_that_nobody_picks_up_alarms_the_duty_desk(
    at, handed_over_at: datetime, alarmed_at: datetime
) -> None:
    officer = build.user(Role.LAW_OFFICER)
    review = build.eligible_review(sentenced_on=SENTENCED_ON)
    at(handed_over_at)
    build.submit(review)
    on_last_day = handed_over_at > FILE_BY - timedelta(days=1)
    if on_last_day:
        run(alarmed_at - timedelta(minutes=1))
        assert not_picked_up() == []
    run(alarmed_at)
    (alarm,) = [each for each in not_picked_up() if each.ended_at is None]
    sent = db.session.scalars(select(Message).where(Message.kind == "duty_alarm")).all()
    assert any("Nobody has picked up what was handed over" in each.subject for each in sent)
    with clock.set_to(alarmed_at + timedelta(minutes=1)):
        take(officer, WaitKind.READ_PACK)
    run(alarmed_at + timedelta(minutes=2))
    assert alarm.ended_at is not None
    assert alarm.why_ended == "Somebody has picked it up, or it is done"


def test_a_decision_and_a_check_alarm_as_a_pack_does(at) -> None:
    second = build.user(email="second@example.org")
    decided = build.eligible_review(sentenced_on=SENTENCED_ON)
    to_check = build.eligible_review(sentenced_on=SENTENCED_ON, offender_name="Ada Brown")
    at(FILE_BY - timedelta(hours=5))
    checks.of_facts(to_check, second, build.user())
    build.submit(decided)
    build.decide(decided)
    run(FILE_BY - timedelta(hours=4))
    assert alarmed() == {decided.id, to_check.id}
    with clock.set_to(FILE_BY - timedelta(hours=3, minutes=55)):
        take(build.user(), WaitKind.DECISION)
    run(FILE_BY - timedelta(hours=3, minutes=54))
    assert alarmed() == {to_check.id}
    with clock.set_to(FILE_BY - timedelta(hours=3, minutes=50)):
        take(second, WaitKind.VERIFY)
    run(FILE_BY - timedelta(hours=3, minutes=49))
    assert alarmed() == set()


def test_nothing_is_alarmed_while_there_is_time_or_nobody_asked(at) -> None:
    review = build.eligible_review(sentenced_on=SENTENCED_ON)
    build.submit(review)
    run(datetime(2026, 11, 20, 10, tzinfo=UTC))
    assert not_picked_up() == []
    build.decide(review)
    take(build.user(), WaitKind.DECISION)
    run(FILE_BY - timedelta(hours=2))
    assert not_picked_up() == []  # facts to confirm, for which nobody asked, are no hand-over
