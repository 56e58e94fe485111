"""Target days inside the 28, as settings: where a review ought to be by when.

They are the office's own to set. No published source gives target days, so none is claimed, and
none moves the last day or the file-by moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ulss_tracker.scheme.calendar import WorkingDays, working_days
from ulss_tracker.scheme.deadline import STATUTORY_DAYS, file_by, last_day


@dataclass(frozen=True, slots=True)
class Target:
    """A stage to be reached by a day counted from the sentence, which is day 0."""

    id: str
    name: str
    by_day: int

    def __post_init__(self) -> None:
        if not 0 < self.by_day <= STATUTORY_DAYS:
            raise ValueError(f"{self.id}: a target day is from 1 to {STATUTORY_DAYS}")


@dataclass(frozen=True, slots=True)
class Milestone:
    """The day by which a stage should be reached."""

    id: str
    name: str
    due_on: date


DEFAULT_TARGETS = (
    Target("papers_requested", "Papers requested", 2),
    Target("papers_received", "Papers received", 14),
    Target("with_law_officers", "With the law officers", 21),
)


def milestones(
    sentenced_on: date,
    *,
    targets: Sequence[Target] = DEFAULT_TARGETS,
    days: WorkingDays | None = None,
) -> tuple[Milestone, ...]:
    """The target days for a sentence, each on a working day, then the day to file by.

    A target on a day that is not a working day moves back, never forward, but not to before the
    sentence. Give the day that time runs from when it is not the sentence. Raises CalendarUnknown.
    """
    days = days or working_days()
    due = [
        Milestone(target.id, target.name, _due_on(sentenced_on, target.by_day, days))
        for target in sorted(targets, key=lambda target: target.by_day)
    ]
    file_by_on = file_by(last_day(sentenced_on), days).date()
    return (*due, Milestone("file_by", "File by", file_by_on))


def _due_on(sentenced_on: date, by_day: int, days: WorkingDays) -> date:
    return max(sentenced_on, days.on_or_before(sentenced_on + timedelta(days=by_day)))
