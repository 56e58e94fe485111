"""The last day of the 28 days, the moment to file by, and how long is left.

Criminal Justice Act 1988 Schedule 3 paragraph 1: notice of an application for leave must be given
within 28 days from the day on which the sentence, or the last of the sentences in the case, was
passed. The day of sentence is day 0, every calendar day counts, and there is no power to extend it.
Dates are London calendar dates; nothing here reads a clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from ulss_tracker.scheme.time import time_words as words
from ulss_tracker.scheme.time.calendar import WorkingDays, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, closes_at
from ulss_tracker.scheme.time.policies import STATUTORY_DAYS, Policy
from ulss_tracker.scheme.time.time_sentences import say

SLIP_RULE_DAYS = 56

_ONE_DAY = timedelta(days=1)
_URGENT = timedelta(days=3)
_SOON = timedelta(days=10)
# Warnings that mean nobody should rely on the last day before a lawyer has looked.
_STOPS_RELIANCE = frozenset(
    {
        "variation_before_sentence",
        "variation_outside_56_days",
        "variation_of_which",
        "deferred",
        "confiscation_postponed",
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation, with the provision or practice it rests on."""

    id: str
    text: str
    authority: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the application must be filed, and how that was worked out.

    `earliest_last_day_on` and `earliest_file_by_at` are what to set alarms by: the clock of the
    first sentence, left alone by later sentences and variations until a lawyer says otherwise.
    They equal the others for one sentence not varied. `must_check` means a lawyer must check
    before anyone relies on the last day.
    """

    last_day_on: date
    file_by_at: datetime
    runs_from_on: date
    steps: tuple[Step, ...]
    warnings: tuple[Step, ...]
    earliest_last_day_on: date
    earliest_file_by_at: datetime
    must_check: bool


class Level(StrEnum):
    """How pressing a moment is."""

    PLENTY = "plenty"
    SOON = "soon"
    URGENT = "urgent"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How long is left before a moment, or how long ago it passed.

    `count` and `unit` ("day", "hour", "minute") are what `words` says, for translation.
    """

    words: str
    level: Level
    delta: timedelta
    count: int
    unit: str

    @property
    def is_hours(self) -> bool:
        """Whether the moment is ahead and less than a day away: hours or minutes are left."""
        return self.delta > timedelta(0) and self.unit != "day"


def last_day(sentenced_on: date) -> date:
    """The statutory last day: 28 calendar days after the day of sentence, which is day 0.

    Never rolled forward. CJA 1988 Sch 3 para 1; CrimPR r.41.2(4).
    """
    return sentenced_on + timedelta(days=STATUTORY_DAYS)


def file_by(last_day_on: date, days: WorkingDays | None = None) -> datetime:
    """17:00 in London on the last working day on or before the last day.

    The Attorney General's Office's own practice. Raises CalendarUnknown.
    """
    day = (days or working_days()).on_or_before(last_day_on)
    return closes_at(day)


def slip_rule_last_day(sentenced_on: date) -> date:
    """The last day on which the Crown Court may vary a sentence.

    56 days BEGINNING WITH the day of sentence, so that day is day 1. Sentencing Act 2020 s.385.
    """
    return sentenced_on + timedelta(days=SLIP_RULE_DAYS - 1)


def work_out(
    sentenced_on: date | Sequence[date],
    *,
    varied_on: date | None = None,
    deferred: bool = False,
    confiscation_postponed: bool = False,
    days: WorkingDays | None = None,
    limit: Policy | None = None,
) -> Deadline:
    """The deadline for the sentence or sentences of one case, explained.

    Under everyone's 28 days, or under another `limit` of the table.

    Several sentences: time runs from the last. A variation inside the 56 days: the sentence
    counts as passed on the day of variation. Raises ValueError when there is no date, and
    CalendarUnknown where the holidays are not known.
    """
    dates = (sentenced_on,) if isinstance(sentenced_on, date) else sorted(set(sentenced_on))
    if not dates:
        raise ValueError("A deadline needs at least one date of sentence.")
    days = days or working_days()
    days.is_working_day(dates[-1])  # raises for a day too far off for anything to be counted from
    start = _start(dates, varied_on)
    last = _last_day(start.runs_from_on, limit)
    earliest = _last_day(dates[0], limit)
    warnings = [
        *start.warnings,
        *_earliest_warnings(dates, start, earliest, file_by(earliest, days)),
        *_order_warnings(deferred, confiscation_postponed),
        *_calendar_warnings(last, days),
    ]
    return Deadline(
        last_day_on=last,
        file_by_at=file_by(last, days),
        runs_from_on=start.runs_from_on,
        steps=(start.step, *_counting_steps(start.runs_from_on, last, earliest, limit, days)),
        warnings=tuple(warnings),
        earliest_last_day_on=earliest,
        earliest_file_by_at=file_by(earliest, days),
        must_check=any(warning.id in _STOPS_RELIANCE for warning in warnings),
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """The day time runs from, and why."""

    runs_from_on: date
    step: Step
    restarted: bool = False
    warnings: tuple[Step, ...] = ()


def _start(dates: Sequence[date], varied_on: date | None) -> _Start:
    """Choose the day that time runs from. `dates` are in order, without repeats."""
    last = dates[-1]
    text = words.last_of_several(dates) if len(dates) > 1 else words.sentence_is_day_zero(last)
    plain = Step("runs_from", text, words.SCHEDULE_3)
    if varied_on is None:
        return _Start(last, plain)
    # Which sentence was varied is not said: it can only be one already passed.
    windows = [slip_rule_last_day(day) for day in dates if day <= varied_on]
    inside = [ends for ends in windows if varied_on <= ends]
    if not windows:
        return _not_restarted(
            last, plain, "variation_before_sentence", words.variation_before(varied_on, dates[0])
        )
    if not inside:
        return _not_restarted(
            last,
            plain,
            "variation_outside_56_days",
            words.variation_outside(varied_on, windows[-1]),
        )
    if len(inside) < len(windows):
        return _not_restarted(
            last, plain, "variation_of_which", words.variation_of_which(varied_on)
        )
    if varied_on < last:
        text = words.varied_before_the_last(varied_on, last)
        return _Start(last, Step("runs_from", text, words.SLIP_RULE))
    text = words.varied_restarts(varied_on, inside[0])
    return _Start(varied_on, Step("runs_from", text, words.SLIP_RULE), restarted=True)


def _not_restarted(runs_from_on: date, step: Step, warning_id: str, text: str) -> _Start:
    warning = Step(warning_id, text, words.SLIP_RULE)
    return _Start(runs_from_on, step, warnings=(warning,))


def _counting_steps(
    runs_from_on: date, last: date, earliest: date, limit: Policy | None, days: WorkingDays
) -> tuple[Step, ...]:
    """The days counted, the closed days met, and how the file-by moment follows.

    Only where no last day is before it is that the moment to file by.
    """
    first = runs_from_on + _ONE_DAY
    holidays = [words.holiday_words(h.title, h.on) for h in days.holidays_between(first, last)]
    what = "file by" if earliest == last else "the law may allow filing until"
    file_until = f"{what} {words.moment_words(file_by(last, days))}"
    if days.is_working_day(last):
        filing = words.last_day_is_working(file_until)
    else:
        filing = words.last_day_is_closed(last, days.holiday_name(last), file_until)
    if limit is None or limit.days == STATUTORY_DAYS:
        counted: tuple[Step, ...] = (
            Step("counted", words.days_counted(first, last), words.COUNTING),
            Step("closed_days", words.closed_days_met(holidays), words.COUNTING),
        )
    else:
        counted = (Step("counted", words.limit_counted(limit.title, last), limit.provision),)
    return (
        *counted,
        Step("file_by", filing, words.OFFICE_PRACTICE),
        Step("no_extension", say("no_extension"), words.RULE_41_2),
    )


def _last_day(runs_from_on: date, limit: Policy | None) -> date:
    """The last day under a limit; of a day that it does not cover, under everyone's 28 days."""
    if limit is None or not limit.covers(runs_from_on):
        return last_day(runs_from_on)
    return limit.last_day(runs_from_on)


def _earliest_warnings(
    dates: Sequence[date], start: _Start, first_last_day: date, file_by_at: datetime
) -> list[Step]:
    """The earliest safe time to file, where a lawyer might not accept the later clock."""
    steps = []
    if len(dates) > 1:
        text = words.earliest_alarm(dates[0], first_last_day, file_by_at)
        steps.append(Step("several_sentences", text, words.SCHEDULE_3))
    if start.restarted:
        text = words.earliest_without_variation(first_last_day, file_by_at)
        steps.append(Step("varied", text, words.SLIP_RULE))
    return steps


def _order_warnings(deferred: bool, confiscation_postponed: bool) -> list[Step]:
    steps = []
    if deferred:
        steps.append(Step("deferred", words.DEFERRED, words.DEFERRAL))
    if confiscation_postponed:
        text = words.POSTPONED_CONFISCATION
        steps.append(Step("confiscation_postponed", text, words.CONFISCATION))
    return steps


def _calendar_warnings(last: date, days: WorkingDays) -> list[Step]:
    if last <= days.published_until:
        return []
    text = words.calendar_not_published(days.published_until)
    return [Step("calendar_not_published", text, words.CALENDAR_COMPUTED)]


def time_left(now: datetime, file_by_at: datetime) -> TimeLeft:
    """How long is left at `now`, in whole days, hours or minutes, never rounded up.

    Both are aware. Days are London days: across a change of the clocks, 17:00 to 17:00 is a day.
    """
    left = _london_clock(file_by_at) - _london_clock(now)
    count, unit = _largest_unit(abs(left))
    delta = file_by_at.astimezone(UTC) - now.astimezone(UTC)
    if left < timedelta():
        text = words.passed(count, unit) if count else words.JUST_PASSED
        return TimeLeft(text, Level.PASSED, delta, count, unit)
    text = words.left(count, unit) if count else words.UNDER_A_MINUTE_LEFT
    level = Level.URGENT if left < _URGENT else Level.SOON if left < _SOON else Level.PLENTY
    return TimeLeft(text, level, delta, count, unit)


def _london_clock(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Time left needs moments with a time zone.")
    return moment.astimezone(LONDON).replace(tzinfo=None)


def _largest_unit(length: timedelta) -> tuple[int, str]:
    for size, unit in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if length >= size:
            return length // size, unit
    return length // timedelta(minutes=1), "minute"
