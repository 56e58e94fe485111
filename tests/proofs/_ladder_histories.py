"""Random histories of what the ladders follow, and each call that they bring, as a line.

At the moments that a ladder knows, about them, and at random ones, something happens to a few of an
office's requests and reviews and the jobs run. A line is one call: what it is of, the ladder, the
rung, the person and the minute, or when a ladder says that it goes on.

The proof copies it, with what it imports beside it, into an earlier checkout and runs it there:
`python -m tests.proofs._ladder_histories SEED WORLDS HISTORIES`. So both use nothing else of it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from flask_migrate import upgrade
from sqlalchemy import select

from config import Config
from tests.proofs._ladder_office import World
from ulss_tracker import clock, create_app
from ulss_tracker.models import (
    DutyAlarm,
    DutyCall,
    Message,
    Reminder,
    Wait,
    WaitKind,
    WaitNotice,
    db,
)
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.deadlines import deadlines, reconcile, running
from ulss_tracker.services.messaging import duty_alarms, reminders
from ulss_tracker.services.operations import watched_deadlines
from ulss_tracker.services.waiting import waits


class Calls:
    """Every call that was made, as it is seen after each run of the jobs."""

    def __init__(self) -> None:
        self._seen: dict[Any, int] = dict.fromkeys((Reminder, DutyCall, WaitNotice, Message), 0)
        self._known: set[str] = set()

    def since(self) -> Iterator[str]:
        """The calls since the last time, and what goes on at another moment than was known."""
        for reminder in self._new(Reminder):
            item = _item(reminder.request_id, reminder.review_id)
            yield f"{item} reminder {reminder.rung} {reminder.level} {reminder.to_key}"
        for call in self._new(DutyCall):
            row = call.alarm.deadline
            item, by = _item(row.request_id, row.review_id), "text" if call.text_id else "email"
            yield f"{item} {call.alarm.reason} {call.alarm.stage} {call.number} {call.to_key} {by}"
        for notice in self._new(WaitNotice):
            wait = db.session.get_one(Wait, notice.wait_id)
            message = db.session.get_one(Message, notice.message_id)
            item = _item(wait.request_id, wait.review_id or wait.case_id)
            yield f"{item} {wait.kind} {notice.person_id} {message.next_try_at}"
        for message in self._new(Message):
            yield f"{message.once_key} {message.recipient} {message.subject}"
        known = set(_going_on())
        yield from sorted(known - self._known)
        self._known = known

    def _new(self, table: Any) -> Iterator[Any]:
        query = select(table).where(table.id > self._seen[table]).order_by(table.id)
        for row in db.session.scalars(query).all():
            self._seen[table] = row.id
            yield row


def _going_on() -> Iterator[str]:
    """When each ladder goes on, and what the watchdog tells of."""
    for alarm in db.session.scalars(select(DutyAlarm)):
        end = f"ended {alarm.ended_at} {alarm.why_ended}" if alarm.ended_at else ""
        yield f"alarm {alarm.id} {alarm.turn} {alarm.next_call_at} {end}"
    for row in running.everything():
        yield f"{row.kind}:{row.number} next alarm {row.next_alarm_at}"
    for wait in db.session.scalars(select(Wait).where(Wait.ended_at.is_(None))):
        if wait.kind in {WaitKind.OWED, WaitKind.CALL, WaitKind.CHECK_TIME}:
            yield f"{wait.kind} {wait.subject_id} {wait.for_id} {wait.from_at} {wait.words}"
    for told in watched_deadlines.look():
        yield f"{told.id} {sorted(told.about)}"


def _item(request_id: int | None, review_id: int | None) -> str:
    return f"request:{request_id}" if request_id else f"review:{review_id}"


@patch.object(changed_records, "_subscribers", [deadlines.sync, waits.sync])
@patch.object(running, "over", lambda _now: [])
def live(world: World, histories: int) -> list[str]:
    """Let so many histories pass in this world, in its application's context; their calls.

    What is indexed of them besides brings no calls, and that others passed is said in a message's
    body alone: both are left out.
    """
    made: list[str] = []
    moments, calls = world.moments(), Calls()
    arrivals = world.chance.choices(range(len(moments) * 2 // 3), k=histories)
    for number, moment in enumerate(moments):
        with clock.set_to(moment):
            world.live(arrivals.count(number))
            if moment.minute:
                reconcile.reconcile()
                waits.reconcile()
            duty_alarms.raise_due()
            reminders.remind()
            reminders.chase_papers()
            made += (f"{moment:%Y-%m-%d %H:%M} {call}" for call in calls.since())
            db.session.rollback()
    return made


def play(seed: int, worlds: int, histories: int) -> Iterator[str]:
    """The calls of so many worlds, each on a database of its own."""
    with TemporaryDirectory(prefix="ulss-ladder-", dir="/dev/shm") as directory:
        migrated = Path(directory) / "migrated.db"
        with _application(migrated):
            upgrade()
        for number in range(seed, seed + worlds):
            place = Path(directory) / f"{number}.db"
            place.write_bytes(migrated.read_bytes())
            with _application(place):
                yield from (f"{number} {call}" for call in live(World(number), histories))
            place.unlink()


class _application:
    """An application on this database, within its context."""

    def __init__(self, place: Path) -> None:
        address = f"sqlite:///{place}"
        config = Config(environment="testing", SQLALCHEMY_DATABASE_URI=address, TESTING=True)
        self._context = create_app(config).app_context()

    def __enter__(self) -> None:
        self._context.push()

    def __exit__(self, *_: object) -> None:
        db.session.remove()
        db.engine.dispose()
        self._context.pop()


if __name__ == "__main__":
    for line in play(*map(int, sys.argv[1:])):
        sys.stdout.write(f"{line}\n")
