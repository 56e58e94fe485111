"""Work for the jobs, put in through the services, and what of it still waits."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import (
    BatchItem,
    BatchState,
    Channel,
    Download,
    DownloadKind,
    JobRun,
    Letter,
    LetterBatch,
    LetterKind,
    Message,
    MessageState,
    Reminder,
    db,
    may_write,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import DatabaseRefused
from ulss_tracker.services.letters import batch
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import intake
from ulss_tracker.services.supervision import downloads

UNSENT = (MessageState.WAITING, MessageState.SENDING)
# The database is restarted under us, and on SQLite the jobs write as well.
LONGEST_AWAY = 60.0
_LATE = timedelta(days=29)  # sentenced so long ago, the last day is over: told of at any hour
_HELD_FOR = timedelta(days=8)  # office hours enough, whatever holidays are between


@dataclass(frozen=True)
class Amount:
    """How much work to add: so many of each; `letters` is one batch to so many people."""

    messages: int = 0
    reminders: int = 0
    alarms: int = 0
    letters: int = 0
    exports: int = 0


@dataclass
class Work:
    """The work put in. Every service that answered promised it, so it must all be done."""

    app: Flask
    chance: Random
    references: list[str] = field(default_factory=list)
    to_remind: list[int] = field(default_factory=list)
    to_alarm: list[int] = field(default_factory=list)
    _number: int = 0

    def add(self, amount: Amount) -> None:
        """Put in more work, as people do: some of it while the jobs run."""
        with self.app.app_context():
            for _ in range(amount.messages):
                self._surely(self._ask)
            for _ in range(amount.reminders):
                self._surely(self._late_review)
            for _ in range(amount.alarms):
                self._surely(self._held)
            if amount.letters:
                self._surely(lambda: self._letters(amount.letters))
            for _ in range(amount.exports):
                kind = self.chance.choice(list(DownloadKind))
                self._surely(lambda: downloads.ask(kind, build.user(Role.SUPERVISOR)))  # noqa: B023

    def due(self) -> dict[str, object]:
        """All that waits to be done, by name, each with how far it is."""
        with reading(self.app):
            found: dict[str, object] = {}
            for name, query in _DUE.items():
                found |= {f"{name} {key}": state for key, state in rows(query)}
            reminded = set(db.session.scalars(select(Reminder.review_id)))
            told = set(db.session.scalars(_TOLD))
            found |= {f"reminder of review {key}": 0 for key in set(self.to_remind) - reminded}
            found |= {f"alarm of request {key}": 0 for key in set(self.to_alarm) - told}
            return found

    def starts(self) -> dict[str, datetime | None]:
        """When each job last started."""
        with reading(self.app):
            return dict(rows(select(JobRun.name, JobRun.started_at)))

    def was_cut_off(self, job: str) -> bool:
        """Whether the job's last run began and never ended."""
        with reading(self.app):
            run = db.session.get(JobRun, job)
            return (
                run is not None
                and run.started_at is not None
                and (
                    max((each for each in (run.ended_at, run.failed_at) if each), default=None)
                    or datetime.min.replace(tzinfo=run.started_at.tzinfo)
                )
                < run.started_at
            )

    def _surely(self, act: Callable[[], object]) -> None:
        """Do it, again where the database is away or busy: as a person presses a button again."""
        end = time.monotonic() + LONGEST_AWAY
        while True:
            try:
                act()
            except (SQLAlchemyError, DatabaseRefused):
                db.session.rollback()
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
            else:
                db.session.commit()
                return

    def _asked(self, **changes: Any) -> dict[str, Any]:
        self._number += 1
        return {"email": f"person{self._number}@example.org", **changes}

    def _ask(self) -> None:
        self.references.append(build.request(**self._asked()).reference)

    def _late_review(self) -> None:
        day = clock.day_of(datetime.now(UTC)) - _LATE  # also while the clock is set to another
        self.to_remind.append(build.eligible_review(sentenced_on=day, **self._asked()).id)

    def _held(self) -> None:
        asked = build.asked(**self._asked(sentenced_on=None))
        with clock.set_to(clock.now() - _HELD_FOR):
            held = intake.receive(asked, channel=Channel.FORM, quarantine_reason="To be looked at")
        self.to_alarm.append(held.request.id)

    def _letters(self, people: int) -> None:
        by = build.user()
        first = build.request(**self._asked())
        case = cases.open_case(first, by).case
        for _ in range(people - 1):
            cases.join_case(build.request(**self._asked()), case, by)
        draft = letters.draft(LetterKind.ACKNOWLEDGEMENT, by, case=case, request=first)
        batch.begin(draft, by)


_TOLD = select(Message.request_id).where(
    Message.kind == compose.DUTY_ALARM, Message.request_id.is_not(None)
)
# An email that says that something waits is kept for the hours in which its person works.
KEPT_FOR_HOURS = and_(
    Message.kind == compose.HAND_OVER,
    Message.tries == 0,
    Message.next_try_at > bindparam("now", callable_=clock.now, type_=Message.next_try_at.type),
)
_DUE: dict[str, Select[Any]] = {
    "message": select(Message.id, Message.tries).where(
        Message.state.in_(UNSENT), Message.by_post.is_(False), ~KEPT_FOR_HOURS
    ),
    "batch": select(LetterBatch.id, func.count(Letter.id))
    .join(BatchItem, BatchItem.batch_id == LetterBatch.id)
    .outerjoin(Letter, Letter.draft_id == BatchItem.draft_id)
    .where(LetterBatch.state == BatchState.RUNNING)
    .group_by(LetterBatch.id),
    "export": select(Download.id, Download.rows_read).where(Download.made_at.is_(None)),
}


def rows(query: Select[Any]) -> Sequence[tuple[Any, ...]]:
    """The rows of a query."""
    return [tuple(row) for row in db.session.execute(query)]


@contextmanager
def reading(app: Flask) -> Iterator[None]:
    """Read only: to look often without standing in the way of whoever writes."""
    token = may_write.set(False)
    try:
        with app.app_context():
            yield
    finally:
        may_write.reset(token)
