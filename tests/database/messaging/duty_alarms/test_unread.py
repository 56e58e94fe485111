"""Requests that nobody looks at, whose day nobody knows, or that are held, are alarmed too."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from tests.support import build
from tests.support.duty_alarms import (
    FRIDAY,
    NOW,
    OFFICE,
    PLENTY,
    alarms,
    called,
    on_duty,
    person,
    run,
)
from ulss_tracker.models import (
    AlarmReason,
    Channel,
    Message,
    User,
    db,
)
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.requests import intake


# Unread, or without a day.
def test_a_request_nobody_looks_at_is_alarmed_when_its_first_look_is_due() -> None:
    build.request(sentenced_on=PLENTY)
    due = datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert run(due - timedelta(seconds=1)) == 0
    assert run(due) == 1
    (alarm,) = alarms()
    assert alarm.reason is AlarmReason.NOT_LOOKED_AT
    with transaction():
        alarm.deadline.request.looked_at = due  # type: ignore[union-attr]
    run(due + timedelta(minutes=1))
    assert alarms()[0].why_ended == "Somebody has looked at it, or the day is known"


def test_an_unknown_day_is_alarmed_after_an_hour_and_again_when_it_should_be_found(
    boss: User,
) -> None:
    ann, ben = person("Ann"), person("Ben")
    on_duty(ann, ben)
    request = build.request(sentenced_on=None)
    run(NOW + timedelta(minutes=59))
    assert called() == []
    for hours in range(1, 4):
        run(NOW + timedelta(hours=hours))
    assert set(called()) == {ann.email, ben.email, boss.email, OFFICE}
    run(NOW + timedelta(hours=4))
    assert [each.stage for each in alarms()] == ["find_the_day", "day_overdue"]
    with transaction():
        request.sentenced_on = PLENTY
    run(NOW + timedelta(hours=4, minutes=1))
    assert all(each.ended_at for each in alarms())


def test_held_requests_are_alarmed_like_the_others() -> None:
    held = intake.receive(
        build.asked(sentenced_on=FRIDAY), channel=Channel.FORM, quarantine_reason="Too fast"
    ).request
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    (message,) = db.session.scalars(select(Message).where(Message.kind == "duty_alarm"))
    assert message.request_id == held.id
    assert "held for a person to look at" in message.body
