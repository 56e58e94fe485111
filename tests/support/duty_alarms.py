"""People on duty, the alarms that call them, and the Friday that all is filed by."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import DutyAlarm, DutyCall, Event, Message, Request, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.people import rota
from ulss_tracker.services.people.rota import ShiftInput

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)  # a Monday
FRIDAY = date(2026, 10, 30)  # sentenced then, it must be filed by Friday 27 November, 5pm
FILE_BY = datetime(2026, 11, 27, 17, tzinfo=UTC)
PLENTY = date(2026, 11, 20)
OFFICE = "duty@example.gov.uk"


def person(name: str, **known: object) -> User:
    made = build.user(email=f"{name.lower()}@example.org", name=name)
    with transaction():
        for key, value in known.items():
            setattr(made, key, value)
    return made


def on_duty(*people: User) -> None:
    """Put these people on the rota for a month, in this order."""
    for place, each in enumerate(people, 1):
        rota.add(
            ShiftInput(person=each, starts_at=NOW, ends_at=NOW + timedelta(days=30), place=place),
            build.user(Role.SUPERVISOR),
        )


def alarms() -> list[DutyAlarm]:
    return list(db.session.scalars(select(DutyAlarm).order_by(DutyAlarm.id)))


def called(alarm: DutyAlarm | None = None) -> list[str]:
    """Who was called, in order, by email address."""
    query = select(Message.recipient).join(DutyCall, DutyCall.email_id == Message.id)
    if alarm is not None:
        query = query.where(DutyCall.alarm_id == alarm.id)
    return list(db.session.scalars(query.order_by(DutyCall.id)))


def run(at: datetime) -> int:
    with clock.set_to(at):
        return duty_alarms.raise_due()


def history(request: Request) -> list[Event]:
    query = select(Event).where(Event.request_id == request.id).order_by(Event.id)
    return list(db.session.scalars(query))
