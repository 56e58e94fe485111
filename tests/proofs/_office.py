"""An office driven through forty days by the clock, and looked at whenever anything can change."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random

from sqlalchemy import func, select

from tests.proofs._deeds import Deeds
from tests.proofs._findings import Findings
from tests.proofs._looks import Looks
from tests.proofs._scenarios import DAYS, Scenario
from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import Deadline, DutyAlarm, DutyCall, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines import reconcile, running
from ulss_tracker.services.messaging import duty_alarms
from ulss_tracker.services.people import absences, rota
from ulss_tracker.services.people.rota import ShiftInput

_A_SECOND = timedelta(seconds=1)
_A_MINUTE = timedelta(minutes=1)
_LENGTHS = [timedelta(minutes=minutes) for minutes in (15, 30, 60)]
ROTAS = (0, 1, 2, 3)


class Office:
    """The people, their rota, and the job of alarms as it runs each minute."""

    def __init__(self, begins: date, chance: Random, findings: Findings) -> None:
        self.begins, self.chance, self.findings = begins, chance, findings
        self.starts_at = clock.start_of(begins)
        self.ends_at = clock.start_of(begins + timedelta(days=DAYS))
        with clock.set_to(self.starts_at):
            self._people()
        self.looks = Looks(findings)
        self.deeds = Deeds(chance, self.caseworkers, self.boss)
        self._queue: list[tuple[datetime, int, Callable[[], object] | None]] = []
        self._order = count()
        self._looked = 0

    def live(self, scenarios: Sequence[Scenario], minutes: int) -> None:
        """Let everything happen, in the order of time."""
        for scenario in scenarios:
            self._plan(scenario.arrives_at, lambda each=scenario: self._arrive(each))
            for deed in scenario.deeds:
                self._plan(deed.at, lambda each=scenario, act=deed.act: self._do(each, act))
        for day in range(DAYS):
            self._plan(clock.start_of(self.begins + timedelta(days=day)), None)
        for _ in range(minutes):
            self._plan(self.starts_at + self.chance.randrange(DAYS * 1_440) * _A_MINUTE, None)
        self._plan_what_changes_in_the_office()
        while self._queue:
            at, _, act = heappop(self._queue)
            if at < self.ends_at:
                self._reach(at, act)
        with self._at(self.ends_at):
            self.looks.at_the_end()

    def summary(self) -> str:
        """The figures of it, in words."""
        alarms = db.session.scalar(select(func.count(DutyAlarm.id)))
        calls = db.session.scalar(select(func.count(DutyCall.id)))
        return (
            f"{len(self.looks.scenarios)} requests, {self._looked:,} looks, {alarms:,} alarms, "
            f"{calls:,} calls, {self.looks.passed} moments passed, none of them unseen, "
            f"{self.looks.saved} put into a case, ended or closed before"
        )

    def _people(self) -> None:
        self.boss = build.user(Role.SUPERVISOR)
        self.caseworkers = [
            build.user(email=f"person{number}@example.org", name=f"Person {number}")
            for number in range(5)
        ]
        size = self.chance.choice(ROTAS)
        gap = self.chance.random() < 0.4
        self.rota = f"a rota of {size}" + (", with a gap of four days" if size and gap else "")
        middle = self.starts_at + timedelta(days=14)
        for place, person in enumerate(self.caseworkers[:size], 1):
            spans = [(self.starts_at, self.starts_at + timedelta(days=25))]
            if gap:
                spans = [
                    (self.starts_at, middle),
                    (middle + timedelta(days=4), middle + timedelta(days=30)),
                ]
            for starts_at, ends_at in spans:
                rota.add(
                    ShiftInput(person=person, starts_at=starts_at, ends_at=ends_at, place=place),
                    self.boss,
                )

    def _plan_what_changes_in_the_office(self) -> None:
        """Somebody is away for a week with a cover, somebody without, and somebody leaves."""
        away, alone, leaves = self.chance.sample(self.caseworkers, 3)
        cover = self.chance.choice([each for each in self.caseworkers if each is not away])
        day = self.begins + timedelta(days=self.chance.randint(1, 20))
        week = timedelta(days=7)
        self._plan(
            clock.start_of(day), lambda: absences.record(away, day, day + week, cover, self.boss)
        )
        self._plan(
            clock.start_of(day + week),
            lambda: absences.record(alone, day + week, day + 2 * week, None, self.boss),
        )
        self._plan(clock.start_of(day + timedelta(days=12)), lambda: self._leave(leaves))

    def _leave(self, person: User) -> None:
        with transaction():
            person.is_active = False
        self.looks.left_at = clock.now()

    def _plan(self, at: datetime, act: Callable[[], object] | None) -> None:
        heappush(self._queue, (at.astimezone(UTC), next(self._order), act))

    def _reach(self, at: datetime, act: Callable[[], object] | None) -> None:
        """Let the job run for all that falls due before, then let it happen, and look."""
        while (due := self._next_due()) is not None and due < at:
            self._run_job(due)
            self._look(due)
        with self._at(at - _A_SECOND):
            self.looks.look()
        if act is not None:
            with self._at(at):
                act()
            with self._at(at):
                self.looks.look_at_arrivals()
        self._run_job(at + _A_MINUTE)
        self._look(at + _A_MINUTE)

    def _look(self, at: datetime) -> None:
        for moment in (at, at + _A_SECOND):
            with self._at(moment):
                self.looks.look()
                self._looked += 1

    def _run_job(self, at: datetime) -> None:
        """The job of alarms, which runs each minute; what is due within it waits for it."""
        with self._at(at):
            reconcile.reconcile()
            duty_alarms.raise_due()
            self._last_run = at

    def _next_due(self) -> datetime | None:
        """The first whole minute at which an alarm is due, to be raised or to go on."""
        after = self._last_run if hasattr(self, "_last_run") else self.starts_at
        with self._at(after):
            due = [each.next_alarm_at for each in running.everything() if each.next_alarm_at]
            for alarm in db.session.scalars(select(DutyAlarm).where(DutyAlarm.ended_at.is_(None))):
                due += _may_go_on_at(alarm)
            moments = select(Deadline.file_by_at).where(Deadline.ended_at.is_(None))
            due += [each - timedelta(hours=24) for each in db.session.scalars(moments) if each]
        later = [each for each in due if each > after]
        return max(min(later), after + _A_SECOND) if later else None

    def _arrive(self, scenario: Scenario) -> None:
        self.looks.add(scenario, self.deeds.arrive(scenario))

    def _do(self, scenario: Scenario, act: str) -> None:
        self.deeds.do(self.looks.of(scenario), act)

    @contextmanager
    def _at(self, at: datetime) -> Iterator[None]:
        with clock.set_to(at):
            db.session.rollback()
            yield
            db.session.rollback()


def _may_go_on_at(alarm: DutyAlarm) -> list[datetime]:
    """When an alarm may go on: once the last day has come it counts by the clock, from before."""
    since = [each for each in (alarm.called_at, alarm.answered_at) if each is not None]
    return [alarm.next_call_at, *(each + length for each in since for length in _LENGTHS)]
