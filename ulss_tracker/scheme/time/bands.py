"""The board's bands: how soon somebody must act, in the words an office plans its days by.

Each runs up to the next one's beginning, so that every moment is in exactly one. They order a page
and move nothing: the last day stays (CJA 1988 Sch 3 para 1).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.time.calendar import CalendarUnknown, WorkingDays, working_days
from ulss_tracker.scheme.time.office_hours import LONDON, day_ends_at

_SOON = 3  # working days after today
_SOON_AT_MOST = 5  # days after today, where no holiday is among them


class Band(LabelledEnum):
    """How soon. What has no moment is in the last."""

    PASSED = "passed", "Moment passed"
    TODAY = "today", "Today"
    NEXT_DAYS = "next_days", "Next three working days"
    THIS_WEEK = "this_week", "Within a week"
    LATER = "later", "Later"
    NOT_KNOWN = "not_known", "Date not known"

    @property
    def is_alarming(self) -> bool:
        """Whether what is in it cannot wait."""
        return self in {Band.PASSED, Band.TODAY, Band.NOT_KNOWN}


TIMED = tuple(band for band in Band if band is not Band.NOT_KNOWN)
"""The bands that have moments, soonest first."""


@dataclass(frozen=True, slots=True)
class Span:
    """The moments of one band: from `start`, up to and without `end`. None is without a bound."""

    band: Band
    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is in this band."""
        return (self.start is None or self.start <= moment) and (
            self.end is None or moment < self.end
        )


def spans(now: datetime, days: WorkingDays | None = None) -> tuple[Span, ...]:
    """The bands that have moments, soonest first. "Within a week" is what is left of seven days."""
    today = now.astimezone(LONDON).date()
    soon = _soon(today, days or working_days())
    week = max(soon, today + timedelta(days=7))
    ends = (now, day_ends_at(today), day_ends_at(soon), day_ends_at(week), None)
    return tuple(
        Span(band, start, end) for band, start, end in zip(TIMED, (None, *ends), ends, strict=False)
    )


def band_of(moment: datetime | None, of: tuple[Span, ...]) -> Band:
    """The band of a moment, among those of `spans`."""
    if moment is None:
        return Band.NOT_KNOWN
    return next(span.band for span in of if span.holds(moment))


def _soon(today: date, days: WorkingDays) -> date:
    """The third working day; where the holidays are not known, no sooner than it could be.

    Whoever must file looks at a page by these bands: it is there whatever the calendar holds.
    """
    try:
        return days.add(today, _SOON)
    except CalendarUnknown:
        return today + timedelta(days=_SOON_AT_MOST)
