"""The load ahead: how many reviews must be filed on each of the next days, and by whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Absence, Review, User, db
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.workflow.workflow import AT_COURT

WEEKS = 6
_FRIDAY = 4
NOBODY = "Unassigned"


@dataclass(frozen=True, slots=True)
class Day:
    """One day, how many file-by moments it has, and what is special about it.

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
    """One person's file-by moments by week, and on how many of those weeks' days they are away."""

    name: str
    weeks: Sequence[int]
    away: Sequence[int]

    @property
    def total(self) -> int:
        """All of their file-by moments in these weeks."""
        return sum(self.weeks)


@dataclass(frozen=True, slots=True)
class WorkloadForecast:
    """The next six weeks, by day and by person; and how many moments have passed already."""

    days: Sequence[Day]
    people: Sequence[PersonWorkload]
    passed: int

    @property
    def busiest(self) -> Day:
        """The day with the most file-by moments, the first of them where several have."""
        return max(self.days, key=lambda day: day.count)

    @property
    def most(self) -> int:
        """The busiest day's number; one at least, so that a chart has a scale."""
        return max(self.busiest.count, 1)

    @property
    def total(self) -> int:
        """All file-by moments in these weeks."""
        return sum(day.count for day in self.days)

    @property
    def weeks(self) -> Sequence[date]:
        """The Monday of each week."""
        return [day.on for day in self.days[::7]]


def ahead() -> WorkloadForecast:
    """Six weeks from this week's Monday, in two queries."""
    today = clock.today()
    monday = today - timedelta(days=today.weekday())
    end = monday + timedelta(weeks=WEEKS)
    query = (
        select(Review.file_by_at, Review.assignee_id, User.name)
        .outerjoin(User, User.id == Review.assignee_id)
        .where(
            Review.outcome.is_(None),
            Review.is_historical.is_(False),
            Review.filed_at.is_(None),
            Review.state.not_in(AT_COURT),
            Review.file_by_at < clock.start_of(end),
        )
    )
    now = clock.now()
    passed = 0
    by_day: Counter[date] = Counter()
    by_person: dict[int | None, Counter[int]] = {}
    names: dict[int | None, str] = {}
    for file_by_at, assignee_id, name in db.session.execute(query):
        assert file_by_at is not None  # noqa: S101 - the query asks for it
        on = file_by_at.astimezone(clock.LONDON).date()
        if file_by_at < now:
            passed += 1
        if on < monday:
            continue
        by_day[on] += 1
        names[assignee_id] = name or NOBODY
        by_person.setdefault(assignee_id, Counter())[(on - monday).days // 7] += 1
    days = [_day(monday + timedelta(days=n), by_day) for n in range(7 * WEEKS)]
    away = _away(days)
    people = [
        PersonWorkload(
            names[assignee_id],
            [counts[week] for week in range(WEEKS)],
            [away[assignee_id, week] for week in range(WEEKS)],
        )
        for assignee_id, counts in by_person.items()
    ]
    return WorkloadForecast(days, sorted(people, key=lambda each: (-each.total, each.name)), passed)


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
