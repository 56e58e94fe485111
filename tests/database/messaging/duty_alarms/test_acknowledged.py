"""An acknowledgement buys half an hour and never silence."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.duty_alarms import FRIDAY, alarms, called, history, on_duty, person, run
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    EventKind,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.requests import requests


# An acknowledgement.
def test_an_acknowledgement_buys_half_an_hour_and_never_silence() -> None:
    ann, ben = person("Ann"), person("Ben")
    on_duty(ann, ben)
    request = build.request(sentenced_on=FRIDAY)
    start = datetime(2026, 11, 27, 10, tzinfo=UTC)
    run(start)
    (alarm,) = alarms()
    with clock.set_to(start + timedelta(minutes=5)):
        duty_alarms.acknowledge(alarm, ben)
    (call,) = alarm.made_calls
    assert call.acknowledged_by == ben
    assert run(start + timedelta(minutes=34)) == 0
    assert run(start + timedelta(minutes=35)) == 1
    assert called() == [ann.email, ben.email]  # back to whoever said they had it
    run(start + timedelta(minutes=50))
    assert called()[2:] == [ben.email]
    assert EventKind.ALARM_ACKNOWLEDGED in {each.kind for each in history(request)}


def test_before_the_last_day_the_half_hour_is_of_office_hours() -> None:
    ann = person("Ann")
    on_duty(ann)
    build.request(sentenced_on=FRIDAY)
    evening = datetime(2026, 11, 24, 16, 50, tzinfo=UTC)
    run(evening)
    with clock.set_to(evening):
        duty_alarms.acknowledge(alarms()[0], ann)
    assert alarms()[0].next_call_at == datetime(2026, 11, 25, 9, 20, tzinfo=UTC)


def test_it_is_acknowledged_once_and_not_after_it_has_ended() -> None:
    ann = person("Ann")
    on_duty(ann)
    request = build.request(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    (alarm,) = alarms()
    duty_alarms.acknowledge(alarm, ann)
    with pytest.raises(Refused, match="already"):
        duty_alarms.acknowledge(alarm, ann)
    requests.close(request, "A test", ann)
    run(datetime(2026, 11, 24, 9, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="has ended"):
        duty_alarms.acknowledge(alarm, ann)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LAW_OFFICER])
def test_those_who_work_no_cases_acknowledge_none(role: Role) -> None:
    build.request(sentenced_on=FRIDAY)
    run(datetime(2026, 11, 24, 9, tzinfo=UTC))
    with pytest.raises(NotAllowed):
        duty_alarms.acknowledge(alarms()[0], build.user(role))
