"""Looking at everything that runs, and holding what the tracker says against what is true."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tests.proofs._findings import Findings
from tests.proofs._scenarios import DayKnown, Scenario
from ulss_tracker import clock
from ulss_tracker.models import (
    Deadline,
    DutyAlarm,
    DutyCall,
    Request,
    RequestState,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.services.people import absences, rota

_JOB = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_HALF_AN_HOUR = timedelta(minutes=30)
_ENOUGH_PEOPLE = 3
_WAITING = (RequestState.NEW, RequestState.QUARANTINED)


@dataclass
class Tracked:
    """A scenario that has arrived, and the request that it became."""

    scenario: Scenario
    request_id: int
    is_passed_seen: bool = False


@dataclass
class _Seen:
    """Everything that a look needs, read in a few queries.

    `people` are those called about each deadline; `going` its alarms that have not ended, each
    with its latest call and acknowledgement.
    """

    requests: dict[int, Request]
    rows: dict[tuple[str, int], Deadline]
    reviews: dict[int, list[Review]]
    people: dict[int, set[int]]
    going: dict[int, list[tuple[int, datetime, datetime | None, bool]]]


class Looks:
    """The looks at one office."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.scenarios: list[Tracked] = []
        self.passed = 0
        self.left_at: datetime | None = None
        self._told: set[str] = set()

    @property
    def saved(self) -> int:
        """How many were dealt with before their moment passed."""
        return len(self.scenarios) - self.passed

    def add(self, scenario: Scenario, request: Request) -> None:
        """Watch a scenario from its arrival on."""
        self.scenarios.append(Tracked(scenario, request.id))

    def of(self, scenario: Scenario) -> int:
        """The id of the scenario's request."""
        return next(each.request_id for each in self.scenarios if each.scenario is scenario)

    def look_at_arrivals(self) -> None:
        """What has just arrived with little time is alarmed with it, before any job runs."""
        self._look(after_the_job=False)

    def look(self) -> None:
        """Look at everything; the job of alarms has run within the minute."""
        self._look(after_the_job=True)

    def at_the_end(self) -> None:
        """Each alarm and each call is there once, and each call is a message of its own."""
        calls = list(db.session.scalars(select(DutyCall)))
        emails = [call.email_id for call in calls]
        self._hold(None not in emails, "a call has no email")
        self._hold(len(set(emails)) == len(emails), "two calls are one email")
        once = {(call.alarm_id, call.number, call.to_key) for call in calls}
        self._hold(len(once) == len(calls), "somebody was called twice at once")
        alarms = list(db.session.scalars(select(DutyAlarm)))
        about = {(each.deadline_id, each.reason, each.stage, each.about_at) for each in alarms}
        self._hold(len(about) == len(alarms), "an alarm was raised twice")

    def _look(self, *, after_the_job: bool) -> None:
        now = clock.now()
        seen = self._read()
        for tracked in self.scenarios:
            request = seen.requests[tracked.request_id]
            for kind, number in self._running(request, seen):
                row = seen.rows.get((kind, number))
                name = f"{tracked.scenario.name} as a {kind} at {now:%d %b %H:%M:%S}"
                if row is None or row.ended_at is not None:
                    self._hold(False, f"{name}: no deadline runs")
                    continue
                self._day_is_right(tracked, request, row, name)
                self._somebody_has_it(tracked, row, seen, name, now, after_the_job=after_the_job)
                self._comes_back(row, seen, name, now)

    def _running(self, request: Request, seen: _Seen) -> list[tuple[str, int]]:
        """What of it runs, by the records themselves and not by the deadlines."""
        if request.state in _WAITING:
            return [("request", request.id)]
        reviews = seen.reviews.get(request.case_id or 0, [])
        return [("review", each.id) for each in reviews if each.outcome is None]

    def _day_is_right(self, tracked: Tracked, request: Request, row: Deadline, name: str) -> None:
        """No moment is later than the true one; a day that cannot be right is to be looked at."""
        known = tracked.scenario.known
        if known is DayKnown.WRONG_YEAR and row.request_id and request.looked_at is None:
            self._hold(row.find_day_by_at is not None, f"{name}: a wrong year hides it")
        if known is DayKnown.UNKNOWN and row.request_id:
            self._hold(row.find_day_by_at is not None, f"{name}: nobody is to find the day")
        if known in (DayKnown.WRONG_YEAR, DayKnown.UNKNOWN) or row.file_by_at is None:
            return
        days = [tracked.scenario.sentenced_on]
        if row.review is not None and row.review.sentences:  # a case of another sentence was joined
            days = [each.sentenced_on for each in row.review.sentences]
        true = file_by(min(days))
        self._hold(row.file_by_at <= true, f"{name}: to be filed by {row.file_by_at}, not {true}")

    def _somebody_has_it(
        self,
        tracked: Tracked,
        row: Deadline,
        seen: _Seen,
        name: str,
        now: datetime,
        *,
        after_the_job: bool,
    ) -> None:
        called = self._called(tracked, row, seen)
        has_one = self._has_somebody(row, now)
        if row.find_day_by_at is not None and now >= max(row.find_day_by_at, row.changed_at) + _JOB:
            self._hold(bool(called), f"{name}: no alarm of a day not known")
            self._hold(has_one, f"{name}: nobody is to find it")
        if row.file_by_at is None or row.earliest_on is None:
            return
        last_day_on = row.earliest_on + timedelta(days=28)
        if row.began_at.astimezone(clock.LONDON).date() > last_day_on:
            return
        since = max(opening_three_days_before(row.file_by_at), row.began_at)
        since += _JOB if after_the_job else timedelta(0)
        arrived_pressing = row.began_at >= opening_three_days_before(row.file_by_at)
        changed = max(row.changed_at, since) + _JOB
        if now >= (row.began_at if arrived_pressing and row.request_id else changed):
            until = f"{row.basis} {row.file_by_at:%d %b %H:%M}"
            self._hold(has_one, f"{name}, {until}: nobody has it")
            self._hold(bool(called), f"{name}, {until}: no alarm with three working days or less")
        if now >= max(row.file_by_at + _JOB, changed) and not tracked.is_passed_seen:
            tracked.is_passed_seen = True
            self.passed += 1
            people = called - {0}
            enough = min(_ENOUGH_PEOPLE, self._people_there())
            self._hold(len(people) >= enough, f"{name}: passed with {len(people)} told of {enough}")

    def _has_somebody(self, row: Deadline, now: datetime) -> bool:
        """Whether somebody has it; the job has a minute after whoever had it left."""
        if self.left_at is not None and self.left_at <= now < self.left_at + _JOB:
            return True
        holder = row.request.owner if row.request else row.review.assignee if row.review else None
        return holder is not None and holder.is_active

    def _comes_back(self, row: Deadline, seen: _Seen, name: str, now: datetime) -> None:
        """On the last day an acknowledgement buys half an hour, and a call a quarter of one."""
        if row.file_by_at is None or not row.file_by_at - timedelta(hours=24) <= now:
            return
        if now >= datetime.combine(row.file_by_at.date(), time(23), tzinfo=clock.LONDON):
            return
        for alarm_id, called_at, said_at, is_everybody in seen.going.get(row.id, []):
            until = called_at + (_HOUR if is_everybody else _QUARTER)
            if said_at is not None and said_at >= called_at:
                until = said_at + _HALF_AN_HOUR
            # A moment that was moved takes the alarms of the old one away at the next run.
            until = max(until, row.file_by_at - timedelta(hours=24) + _QUARTER, row.changed_at)
            self._hold(now <= until + 2 * _JOB, f"{name}: alarm {alarm_id} fell silent")

    def _called(self, tracked: Tracked, row: Deadline, seen: _Seen) -> set[int]:
        """The people called about it, as a request and as a review; 0 is the office's address."""
        own = seen.rows.get(("request", tracked.request_id))
        rows = {row.id, *([own.id] if own else [])}
        return {person for number in rows for person in seen.people.get(number, ())}

    def _people_there(self) -> int:
        away = absences.away_today()
        bosses = db.session.scalars(select(User.id).where(User.role == Role.SUPERVISOR))
        there = {each.id for each in rota.on_duty(clock.now())}
        return len(there | {each for each in bosses if each not in away})

    def _read(self) -> _Seen:
        numbers = [each.request_id for each in self.scenarios]
        requests = {
            each.id: each
            for each in db.session.scalars(select(Request).where(Request.id.in_(numbers)))
        }
        rows = {}
        query = select(Deadline).options(
            joinedload(Deadline.request).joinedload(Request.owner),
            joinedload(Deadline.review).joinedload(Review.assignee),
            joinedload(Deadline.review).selectinload(Review.sentences),
        )
        for row in db.session.scalars(query):
            rows["request" if row.request_id else "review", row.request_id or row.review_id] = row
        reviews = defaultdict(list)
        for review in db.session.scalars(select(Review)):
            reviews[review.case_id].append(review)
        people = defaultdict(set)
        called = select(DutyAlarm.deadline_id, DutyCall.to_key).join(DutyCall.alarm).distinct()
        for number, person in db.session.execute(called):
            people[number].add(person)
        going = defaultdict(list)
        latest = (
            select(
                DutyAlarm.deadline_id,
                DutyAlarm.id,
                func.max(DutyCall.called_at),
                func.max(DutyCall.acknowledged_at),
                DutyAlarm.called_everybody,
            )
            .join(DutyCall.alarm)
            .where(DutyAlarm.ended_at.is_(None))
            .group_by(DutyAlarm.deadline_id, DutyAlarm.id, DutyAlarm.called_everybody)
        )
        for number, *alarm in db.session.execute(latest):
            going[number].append(tuple(alarm))
        return _Seen(requests, rows, reviews, people, going)

    def _hold(self, is_so: bool, fault: str) -> None:
        """A fault is told once for each scenario and each thing that is wrong with it."""
        if not is_so:
            key = fault.partition(" at ")[0] + fault.rpartition(": ")[2].split(" by ")[0]
            if key not in self._told:
                self._told.add(key)
                self._findings.hold(False, fault)


def file_by(sentenced_on: date) -> datetime:
    """5pm on the last working day on or before the 28th day after it: walked day by day."""
    day = sentenced_on + timedelta(days=28)
    while not working_days().is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(17), tzinfo=clock.LONDON)


def opening_three_days_before(moment: datetime) -> datetime:
    """9am of the working day that is the third before the moment's own."""
    day = moment.astimezone(clock.LONDON).date()
    left = 3
    while left:
        day -= timedelta(days=1)
        left -= working_days().is_working_day(day)
    return datetime.combine(day, time(9), tzinfo=clock.LONDON)
