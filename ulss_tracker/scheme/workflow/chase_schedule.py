"""The ladder on which the CPS is chased for papers: whom to ask next, and from what day.

The rungs are the office's own, counted in working days; no published source gives any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ulss_tracker.scheme.time.calendar import WorkingDays, working_days


@dataclass(frozen=True, slots=True)
class Rung:
    """Whom to chase, and how many working days after they were asked or chased last."""

    whom: str
    after: int


LADDER = (
    Rung("the CPS contact", 2),
    Rung("the CPS contact’s manager", 2),
    Rung("the CPS Appeals and Review Unit", 1),
)
# When so few working days are left to file, every rung is a day after the last.
SHORT = 5


@dataclass(frozen=True, slots=True)
class NextChase:
    """The next chase: its rung on the ladder from 1, whom to chase, and from what day it is due."""

    rung: int
    whom: str
    due_on: date


def next_chase(
    asked_on: date,
    chased_on: Sequence[date],
    *,
    promised_by_on: date | None = None,
    file_by_on: date | None = None,
    days: WorkingDays | None = None,
) -> NextChase:
    """When to chase next for papers asked for on `asked_on` and chased on each of `chased_on`.

    A promise puts the first chase off to the day after it, but not once that is within the last
    days before filing. Past the top of the ladder, the top is chased daily. On the day to file by
    itself the next chase is that very day: tomorrow is too late. Raises CalendarUnknown.
    """
    days = days or working_days()
    rung = LADDER[min(len(chased_on), len(LADDER) - 1)]
    since = max((asked_on, *chased_on))
    due_on = days.add(since, rung.after)
    if promised_by_on is not None and promised_by_on >= since:
        due_on = max(due_on, days.add(promised_by_on, 1))
    if file_by_on is not None:
        short_from = days.add(file_by_on, -SHORT)
        due_on = min(due_on, max(days.add(since, 1), short_from))
        if since <= file_by_on:
            due_on = min(due_on, file_by_on)
    return NextChase(len(chased_on) + 1, rung.whom, due_on)
