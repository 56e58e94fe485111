"""The load ahead: how much must be acted on by each of the next days, and by whom.

Each review still to be filed and each request that waits counts on the day of its safest moment, or
of the moment by which its day of sentence must be found.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Absence, Deadline, Review, User, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.services.core import teams
from ulss_tracker.services.supervision.board_filter import owner_id

WEEKS = 6
_FRIDAY = 4
_MINUTE = timedelta(minutes=1)
NOBODY = "Unassigned"


@dataclass(frozen=True, slots=True)
class Day:
    """One day, how many moments to act by it has, and what is special about it.

    Of one that is not `is_known` nobody has said yet whether it is a bank holiday.
    """

    on: date
    count: int
    holiday: str
    is_working: bool
    is_known: bool = True

    @property
    def is_friday(self) -> bool:
        """Whether what is not done today waits over the weekend."""
        return self.on.weekday() == _FRIDAY


@dataclass(frozen=True, slots=True)
class PersonWorkload:
    """One person's moments by week, and on how many of those weeks' days they are away.

    `work` is the working time that all of them still take, by the office's own estimates.
    """

    name: str
    weeks: Sequence[int]
    away: Sequence[int]
    work: timedelta

    @property
    def total(self) -> int:
        """All of their moments in these weeks."""
        return sum(self.weeks)

    @property
    def work_words(self) -> str:
        """The work in words: whole working days, or hours when there is less than one."""
        return slack.work_words(self.work)


@dataclass(frozen=True, slots=True)
class WorkloadForecast:
    """The next six weeks, by day and by person; and how many moments have passed already."""

    days: Sequence[Day]
    people: Sequence[PersonWorkload]
    passed: int

    @property
    def busiest(self) -> Day:
        """The day with the most moments, the first of them where several have."""
        return max(self.days, key=lambda day: day.count)

    @property
    def most(self) -> int:
        """The busiest day's number; one at least, so that a chart has a scale."""
        return max(self.busiest.count, 1)

    @property
    def total(self) -> int:
        """All moments in these weeks."""
        return sum(day.count for day in self.days)

    @property
    def week_words(self) -> Sequence[str]:
        """The Monday of each week, in few words: 23 Nov."""
        return [f"{day.on.day} {day.on:%b}" for day in self.days[::7]]


def ahead(team_id: int | None = None) -> WorkloadForecast:
    """Six weeks from this week's Monday, of everybody or of one team, in two queries."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    end = monday + timedelta(weeks=WEEKS)
    now = clock.now()
    passed = 0
    by_day: Counter[date] = Counter()
    by_person: dict[int | None, Counter[int]] = {}
    work: Counter[int | None] = Counter()
    names: dict[int | None, str] = {}
    for act_by_at, holder_id, name, state, number in db.session.execute(
        _until(clock.start_of(end), team_id)
    ):
        on = clock.day_of(act_by_at)
        if act_by_at < now:
            passed += number
        if on < monday:
            continue
        by_day[on] += number
        names[holder_id] = name or NOBODY
        by_person.setdefault(holder_id, Counter())[(on - monday).days // 7] += number
        work[holder_id] += number * (slack.work_left(state) // _MINUTE)
    days = [_day(monday + timedelta(days=n), by_day) for n in range(7 * WEEKS)]
    away = _away(days)
    people = [
        PersonWorkload(
            names[holder_id],
            [counts[week] for week in range(WEEKS)],
            [away[holder_id, week] for week in range(WEEKS)],
            work[holder_id] * _MINUTE,
        )
        for holder_id, counts in by_person.items()
    ]
    return WorkloadForecast(days, sorted(people, key=lambda each: (-each.total, each.name)), passed)


def _until(end: datetime, team_id: int | None) -> Select[*tuple[Any, ...]]:
    """How much has time running to each moment before `end`, by whose it is and its stage."""
    in_team = () if team_id is None else (owner_id().in_(teams.members_of(team_id)),)
    each = (Deadline.act_by_at, owner_id(), User.name, Review.state)
    return (
        select(*each, func.count(Deadline.id))
        .outerjoin(Deadline.review)
        .outerjoin(Deadline.request)
        .outerjoin(User, User.id == owner_id())
        .where(Deadline.ended_at.is_(None), Deadline.act_by_at < end, *in_team)
        .group_by(*each)
    )


def _day(on: date, counts: Counter[date]) -> Day:
    try:
        holiday = working_days().holiday_name(on) or ""
        return Day(on, counts[on], holiday, working_days().is_working_day(on))
    except CalendarUnknown:
        return Day(on, counts[on], "", is_working=on.weekday() <= _FRIDAY, is_known=False)


def _away(days: Sequence[Day]) -> Counter[tuple[int | None, int]]:
    """On how many working days of each week each person is away."""
    first, last = days[0].on, days[-1].on
    query = select(Absence).where(
        Absence.ended_at.is_(None), Absence.from_on <= last, Absence.to_on >= first
    )
    found: Counter[tuple[int | None, int]] = Counter()
    for absence in db.session.scalars(query.options(joinedload(Absence.person))):
        for number, day in enumerate(days):
            if day.is_working and absence.from_on <= day.on <= absence.to_on:
                found[absence.person_id, number // 7] += 1
    return found
