"""When the duty desk is alarmed, whom it goes on to, and how long an acknowledgement lasts.

The moments are the office's own practice, and move nothing: the last day stays (CJA 1988 Sch 3
para 1). An alarm has a stage for each moment at which it begins again.
"""

from datetime import date, datetime, timedelta

from ulss_tracker.scheme.time import filing
from ulss_tracker.scheme.time.calendar import CalendarUnknown, WorkingDays
from ulss_tracker.scheme.time.deadline import file_by
from ulss_tracker.scheme.time.office_hours import closes_at
from ulss_tracker.scheme.workflow import reminder_schedule
from ulss_tracker.scheme.workflow.first_look import after_working_time, is_pressing

LAST_DAY = timedelta(hours=24)
CLIMBS_ON_LAST_DAY = timedelta(minutes=15)
CLIMBS_BEFORE = timedelta(hours=1)
AGAIN_ON_LAST_DAY = timedelta(hours=1)
AGAIN_BEFORE = timedelta(hours=4)
"""After everybody has been called: an alarm that rings all the time is heard by nobody."""
ACKNOWLEDGED_FOR = timedelta(minutes=30)
PICKED_UP_WITHIN = timedelta(minutes=30)
"""So long after a decision, a check or a pack was handed over in the last two days."""
FIND_DAY_FIRST_CALL = timedelta(hours=1)
"""So much office time after a request without a day of sentence arrived the first is called."""

_OF_SLIP_RULE = "slip_"
_EARLY_STAGES = frozenset({"5_days"})
_EVERYBODY_FROM = frozenset({"1_hour", "passed"})
PRESSING_ON_ARRIVAL = "3_days"
NOT_LOOKED_AT = "not_looked_at"
NOT_PICKED_UP = "not_picked_up"
FIND_THE_DAY = "find_the_day"
DAY_OVERDUE = "day_overdue"

_WORDS = {
    **{rung.id: rung.words for rung in reminder_schedule.LADDER},
    f"{_OF_SLIP_RULE}3_days": "Slip rule: three working days left",
    f"{_OF_SLIP_RULE}2_days": "Slip rule: two working days left",
    f"{_OF_SLIP_RULE}1_day": "Slip rule: one working day left",
    f"{_OF_SLIP_RULE}today": "Slip rule: to be dealt with today",
    f"{_OF_SLIP_RULE}4_hours": "Slip rule: four hours left",
    f"{_OF_SLIP_RULE}2_hours": "Slip rule: two hours left",
    f"{_OF_SLIP_RULE}1_hour": "Slip rule: one hour left",
    f"{_OF_SLIP_RULE}passed": "Slip rule: the last working moment has passed",
    NOT_LOOKED_AT: "Nobody has looked at this request",
    NOT_PICKED_UP: "Nobody has picked up what was handed over",
    FIND_THE_DAY: "The day of sentence is not known: find it",
    DAY_OVERDUE: "The day of sentence should have been found by now",
}


def words_of(stage: str) -> str:
    """The stage in a few words."""
    return _WORDS.get(stage, stage)


def stage_at(now: datetime, file_by_at: datetime, days: WorkingDays | None = None) -> str | None:
    """The stage that time running out has reached; None with more than three working days left.

    A moment that lies beyond the known holidays is pressing as soon as it may be.
    """
    try:
        rung = reminder_schedule.rung_at(now, file_by_at, days)
    except CalendarUnknown:
        return PRESSING_ON_ARRIVAL if is_pressing(now, file_by_at, days) else None
    return rung.id if rung and rung.id not in _EARLY_STAGES else None


def slip_rule_stage_at(
    now: datetime, act_by_at: datetime, days: WorkingDays | None = None
) -> str | None:
    """The same of the slip rule's clock: its stages have names of their own."""
    stage = stage_at(now, act_by_at, days)
    return f"{_OF_SLIP_RULE}{stage}" if stage else None


def slip_rule_act_by(last_day_on: date, days: WorkingDays | None = None) -> datetime:
    """The moment by which a court and the CPS can last be asked: 17:00 on the last working day.

    On or before the last day of the 56 (Sentencing Act 2020 s.385), in London; 17:00 of that day
    itself where the holidays are not known.
    """
    try:
        return file_by(last_day_on, days)
    except CalendarUnknown:
        return closes_at(last_day_on)


def next_stage_at(
    now: datetime, file_by_at: datetime, days: WorkingDays | None = None
) -> datetime | None:
    """The moment of the next stage of time running out; None once the file-by moment has passed."""
    later = []
    for rung in reminder_schedule.LADDER:
        if rung.id in _EARLY_STAGES:
            continue
        try:
            due_at = reminder_schedule.due_at(rung, file_by_at, days)
        except CalendarUnknown:
            continue
        if due_at > now:
            later.append(due_at)
    return min(later, default=None)


def reaches_everybody(stage: str) -> bool:
    """Whether there is no time left to go from one person to the next: all are called at once."""
    return stage.removeprefix(_OF_SLIP_RULE) in _EVERYBODY_FROM


def is_last_day(now: datetime, file_by_at: datetime | None, last_day_on: date | None) -> bool:
    """Whether it is the last day before the file-by moment, or after it, and filing still helps.

    Until the midnight that ends the last day an application can reach the Registrar in time.
    """
    if file_by_at is None or last_day_on is None:
        return False
    return file_by_at - LAST_DAY <= now < filing.last_moment(last_day_on)


def is_within_two_days(
    now: datetime, file_by_at: datetime, days: WorkingDays | None = None
) -> bool:
    """Whether two working days or fewer are left; in doubt, where holidays are not known, it is."""
    rung = next(each for each in reminder_schedule.LADDER if each.id == "2_days")
    try:
        return now >= reminder_schedule.due_at(rung, file_by_at, days)
    except CalendarUnknown:
        return is_pressing(now, file_by_at, days)


def pick_up_by(
    handed_over_at: datetime, *, on_last_day: bool, days: WorkingDays | None = None
) -> datetime:
    """By when what was handed over in the last two days must be picked up by somebody."""
    return _after(handed_over_at, PICKED_UP_WITHIN, on_last_day, days)


def next_call_at(
    now: datetime,
    *,
    on_last_day: bool,
    was_everybody: bool = False,
    days: WorkingDays | None = None,
) -> datetime:
    """When a call that nobody acknowledges goes on to the next person, or to everybody again."""
    if was_everybody:
        length = AGAIN_ON_LAST_DAY if on_last_day else AGAIN_BEFORE
    else:
        length = CLIMBS_ON_LAST_DAY if on_last_day else CLIMBS_BEFORE
    return _after(now, length, on_last_day, days)


def comes_back_at(now: datetime, *, on_last_day: bool, days: WorkingDays | None = None) -> datetime:
    """When an acknowledged alarm comes back, unless the state has changed by then."""
    return _after(now, ACKNOWLEDGED_FOR, on_last_day, days)


def _after(
    now: datetime, length: timedelta, on_last_day: bool, days: WorkingDays | None
) -> datetime:
    """So long after now: by the clock on the last day, else in office hours."""
    return now + length if on_last_day else after_working_time(now, length, days)
