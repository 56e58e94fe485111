"""Target dates for each stage, planned back from the moment to file by.

Papers and advice are planned forward too, from the day the office was asked: the earlier counts.

The days are the office's own. No published source gives any, so none is claimed, and none moves
the last day or the file-by moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.office_hours import LONDON, opens_at


class Milestone(LabelledEnum):
    """Something to be done on the way to the court, in this order."""

    PAPERS_ASKED = "papers_asked", "Ask for the papers"
    PAPERS_IN = "papers_in", "Have the papers"
    ADVICE = "advice", "Have the lawyer’s advice"
    COUNSEL = "counsel", "Have counsel’s opinion"
    TO_LAW_OFFICERS = "to_law_officers", "Send to the law officers"
    DECISION = "decision", "Have the decision"
    FILE = "file", "File with the Registrar"
    SERVE = "serve", "Serve on the offender"


# Working days before the day to file by, when there is time for all of them.
DAYS_BEFORE = {
    Milestone.PAPERS_ASKED: 16,
    Milestone.PAPERS_IN: 10,
    Milestone.ADVICE: 8,
    Milestone.COUNSEL: 6,
    Milestone.TO_LAW_OFFICERS: 5,
    Milestone.DECISION: 2,
    Milestone.FILE: 1,
    Milestone.SERVE: 0,
}
_LONGEST = max(DAYS_BEFORE.values())
# Working days after receipt, whatever the limit: however much time there is, the work begins.
DAYS_AFTER = {Milestone.PAPERS_ASKED: 2, Milestone.PAPERS_IN: 10, Milestone.ADVICE: 10}


class MilestoneStatus(LabelledEnum):
    """How a milestone stands. Passed over: something after it is done, so it is wanted no more."""

    DONE = "done"
    PASSED_OVER = "passed_over"
    LATE = "late"
    NEXT = "next"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Stand:
    """One milestone of a review: when it is due, whether it is done, and how it stands.

    `due_at` is the moment of its day, where hours are planned.
    """

    milestone: Milestone
    due_on: date
    done_at: datetime | None
    standing: MilestoneStatus
    due_at: datetime | None = None

    @property
    def is_done_late(self) -> bool:
        """Whether it was done after its day."""
        return self.done_at is not None and self.done_at.astimezone(LONDON).date() > self.due_on


def plan(file_by_on: date, start_on: date, received_on: date) -> dict[Milestone, date]:
    """The day by which each milestone is due, in order, the last on the day to file by.

    `start_on` is the day the work began. With less time than the whole plan wants, every distance
    shrinks alike, and none falls before `start_on`; once that is later than `file_by_on`, all are
    due on `file_by_on`, which has passed. Papers and advice are due `DAYS_AFTER` `received_on`, the
    day the office was asked, where that is earlier: before `start_on` too, when the request waited.
    Each is a working day. Raises CalendarUnknown.
    """
    distance = min(_room(start_on, file_by_on), _LONGEST)
    due_before = {
        milestone: before * distance // _LONGEST for milestone, before in DAYS_BEFORE.items()
    }
    since_receipt = _room(received_on, file_by_on)
    for milestone, after in DAYS_AFTER.items():
        due_before[milestone] = max(due_before[milestone], since_receipt - after)
    days = working_days()
    return {milestone: days.add(file_by_on, -before) for milestone, before in due_before.items()}


def _room(start_on: date, file_by_on: date) -> int:
    """The working days after the first on which there is work, up to the day to file by."""
    days = working_days()
    first = start_on if days.is_working_day(start_on) else days.add(start_on, 1)
    return days.count(first, file_by_on)


def plan_hours(
    planned: Mapping[Milestone, date], file_by_at: datetime, start_at: datetime
) -> dict[Milestone, datetime]:
    """The moment of each milestone that is due on the very day to file by.

    The distances of the whole plan, shrunk to that day: from when the office opens, or from
    `start_at` where the work began later. Each is rounded down to five minutes.
    """
    last_on = file_by_at.astimezone(LONDON).date()
    room = max(file_by_at - max(opens_at(last_on), start_at), timedelta(0))
    return {
        milestone: _rounded(file_by_at - room * DAYS_BEFORE[milestone] / _LONGEST)
        for milestone, day in planned.items()
        if day == last_on
    }


def _rounded(at: datetime) -> datetime:
    return at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0)


def stand(
    planned: Mapping[Milestone, date],
    done: Mapping[Milestone, datetime],
    now: datetime,
    hours: Mapping[Milestone, datetime] | None = None,
) -> tuple[Stand, ...]:
    """How each milestone stands: what is done, what is late, and what is next.

    `hours` are the moments of those planned within their day.
    """
    hours = hours or {}
    order = list(Milestone)
    # Service may come before filing, and then filing is still to be done.
    passed = [order.index(each) for each in done if each is not Milestone.SERVE]
    last_done = max(passed, default=-1)
    open_ones = [milestone for milestone in order[last_done + 1 :] if milestone not in done]

    def is_late(milestone: Milestone) -> bool:
        at = hours.get(milestone)
        return at < now if at else planned[milestone] < now.astimezone(LONDON).date()

    return tuple(
        Stand(
            milestone,
            planned[milestone],
            done.get(milestone),
            _standing(milestone, is_late(milestone), done, open_ones),
            hours.get(milestone),
        )
        for milestone in order
    )


def _standing(
    milestone: Milestone,
    is_late: bool,
    done: Mapping[Milestone, datetime],
    open_ones: list[Milestone],
) -> MilestoneStatus:
    if milestone in done:
        return MilestoneStatus.DONE
    if milestone not in open_ones:
        return MilestoneStatus.PASSED_OVER
    if is_late:
        return MilestoneStatus.LATE
    return MilestoneStatus.NEXT if milestone is open_ones[0] else MilestoneStatus.TO_COME
