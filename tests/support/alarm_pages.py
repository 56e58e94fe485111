"""An alarm about a request, as its pages and its button are tested."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import select

from tests.support import build
from ulss_tracker.models import DutyAlarm, Event, EventKind, db

FRIDAY = date(2026, 10, 30)  # sentenced then, it must be filed by Friday 27 November, 5pm
NOW = datetime(2026, 11, 27, 10, tzinfo=UTC)
PRESS = "I have this in hand"
SetClock = Callable[[datetime], None]


def going(**changes: object) -> DutyAlarm:
    """An alarm about a request that arrives now."""
    build.request(**{"sentenced_on": FRIDAY, **changes})
    return db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id.desc()).limit(1)).one()


def page_of(alarm: DutyAlarm) -> str:
    return f"/casework/alarms/{alarm.id}"


def acknowledgements() -> list[Event]:
    query = select(Event).where(Event.kind == EventKind.ALARM_ACKNOWLEDGED)
    return list(db.session.scalars(query))
