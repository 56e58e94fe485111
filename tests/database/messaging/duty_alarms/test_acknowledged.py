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


def test_before_the_last_day_the_half_hour_is_of_office_hours_and_acknowledged_once() -> None:
    ann = person("Ann")
    on_duty(ann)
    request = build.request(sentenced_on=FRIDAY)
    evening = datetime(2026, 11, 24, 16, 50, tzinfo=UTC)
    run(evening)
    (alarm,) = alarms()
    for role in (Role.ADMINISTRATOR, Role.LAW_OFFICER):
        with pytest.raises(NotAllowed):
            duty_alarms.acknowledge(alarm, build.user(role))
    with clock.set_to(evening):
        duty_alarms.acknowledge(alarm, ann)
    assert alarm.next_call_at == datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
    with pytest.raises(Refused, match="already"):
        duty_alarms.acknowledge(alarm, ann)
    requests.close(request, "A test", ann)
    run(evening + timedelta(minutes=1))
    with pytest.raises(Refused, match="has ended"):
        duty_alarms.acknowledge(alarm, ann)
