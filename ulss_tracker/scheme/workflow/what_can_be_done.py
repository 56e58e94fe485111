"""The things that can still be done about a request or a review whose time runs out, in order.

The times are those of the plan (milestones.py), of a review's own or of one that begins now.
They move nothing, and no sentence here promises time or denies it beyond what is known: the last
day stays (CJA 1988 Sch 3 para 1), and whether something is out of time is for a lawyer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.table import read_table
from ulss_tracker.scheme.time import filing
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.office_hours import LONDON, closes_at
from ulss_tracker.scheme.time.time_words import clock_words, day_words, moment_words
from ulss_tracker.scheme.workflow.guards import Position
from ulss_tracker.scheme.workflow.milestones import Milestone, plan, plan_hours
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.scheme.workflow.two_keys import Act

_SOON = timedelta(minutes=10)


class Deed(StrEnum):
    """Something that can be done on the way to the court."""

    RELEASE = "release"
    FIND_DAY = "find_day"
    OPEN_CASE = "open_case"
    END = "end"
    VERIFY = "verify"
    CHECK_SCHEME = "check_scheme"
    GET_PAPERS = "get_papers"
    SEND_TO_LAW_OFFICERS = "send_to_law_officers"
    GET_DECISION = "get_decision"
    ISSUE_APPLICATION = "issue_application"
    FILE = "file"
    ASK_LAWYER = "ask_lawyer"
    CHECK_RECORD = "check_record"
    ASK_FOR_VARIATION = "ask_for_variation"
    SAY_DEALT_WITH = "say_dealt_with"


_TABLE = read_table(Path(__file__).parents[1] / "data" / "stage_words.toml").row("what_can_be_done")
_WORDS = {Deed(name): _TABLE.text(name) for name in _TABLE.names()}
_STAGES = {
    State.RECEIVED: (Deed.CHECK_SCHEME, Deed.GET_PAPERS),
    State.CHECKING: (Deed.CHECK_SCHEME, Deed.GET_PAPERS),
    State.AWAITING_PAPERS: (Deed.GET_PAPERS,),
    State.UNDER_CONSIDERATION: (Deed.SEND_TO_LAW_OFFICERS,),
    State.LAW_OFFICERS: (Deed.GET_DECISION,),
    State.TO_FILE: (Deed.ISSUE_APPLICATION,),
}
# Until the application is filed the two-person lock stands in the way of what is still to come.
_HELD_BY_LOCK = frozenset(_STAGES) - {State.RECEIVED}
_ORDER = (
    Deed.OPEN_CASE,
    Deed.CHECK_SCHEME,
    Deed.GET_PAPERS,
    Deed.SEND_TO_LAW_OFFICERS,
    Deed.GET_DECISION,
    Deed.ISSUE_APPLICATION,
)
_PLANNED = {
    Milestone.PAPERS_ASKED: Deed.CHECK_SCHEME,
    Milestone.PAPERS_IN: Deed.GET_PAPERS,
    Milestone.TO_LAW_OFFICERS: Deed.SEND_TO_LAW_OFFICERS,
    Milestone.DECISION: Deed.GET_DECISION,
    Milestone.FILE: Deed.ISSUE_APPLICATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSubject:
    """A request (without a `state`) or a review, and how its time limit is known.

    `is_guess`: nobody has said the day of sentence itself. `is_of_court`: it was recorded from the
    court’s record. `is_doubted`: the day that was given cannot be right. `last_day_on` is counted
    from the earliest day that may be. `planned`: the days of the plan of a review, whose work
    `began_at` a moment. `received_on`: the day from which a plan made now runs forward.
    """

    state: State | None = None
    position: Position = field(default_factory=Position)
    is_held: bool = False
    is_guess: bool = False
    is_of_court: bool = False
    is_doubted: bool = False
    file_by_at: datetime | None = None
    later_file_by_at: datetime | None = None
    last_day_on: date | None = None
    planned: Mapping[Milestone, date] = field(default_factory=dict)
    began_at: datetime | None = None
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, in a sentence or two; `when` it must be done, in words, where that is known.

    `is_now`: it is to be begun at once.
    """

    deed: Deed
    words: str
    when: str = ""
    is_now: bool = False


def what_can_be_done(subject: ActionSubject, now: datetime) -> tuple[Action, ...]:
    """List what can be done at `now` (aware), the first thing first; never empty."""
    first = [_now(Deed.RELEASE)] if subject.is_held else []
    if subject.file_by_at is None or subject.is_guess or subject.is_doubted:
        first.append(_now(Deed.FIND_DAY, _find_day_words(subject)))
    if _is_held(subject):
        first.append(_now(Deed.VERIFY, _verify_words(subject)))
    if subject.position.verdict is Verdict.NOT_IN_SCHEME:
        filed = _filing(subject, now, "If the answer does not stand, ")
        return (*first, _now(Deed.END), *filed)
    return (*first, *_steps(subject, now), *_filing(subject, now))


def about_slip_rule(act_by_at: datetime) -> tuple[Action, ...]:
    """All that can be done about a sentence outside the law, by the last moment that is of use."""
    return (
        _now(Deed.CHECK_RECORD),
        Action(
            Deed.ASK_FOR_VARIATION,
            _WORDS[Deed.ASK_FOR_VARIATION],
            f"By {moment_words(act_by_at)}",
        ),
        Action(Deed.SAY_DEALT_WITH, _WORDS[Deed.SAY_DEALT_WITH], "Then"),
    )


def _now(deed: Deed, words: str = "") -> Action:
    return Action(deed, words or _WORDS[deed], is_now=True)


def _is_held(subject: ActionSubject) -> bool:
    """Whether the two-person lock stands in the way, and there is something to verify."""
    position = subject.position
    is_before_filing = subject.state in _HELD_BY_LOCK and not position.is_filed
    return is_before_filing and position.has_file_by and position.keys.is_shut


def _verify_words(subject: ActionSubject) -> str:
    keys = subject.position.keys
    if subject.position.verdict is Verdict.NOT_IN_SCHEME:
        return f"{keys.wanting(Act.ENDING)}."
    return keys.hold_words


def _find_day_words(subject: ActionSubject) -> str:
    if subject.is_doubted and subject.file_by_at is not None:
        return (
            "Check the day of sentence. As it was given it is still to come, or its last day was "
            "over before we were asked: a year is easily mistyped."
        )
    ask = "Ask the CPS, the Crown Court and whoever asked for the review, and record it."
    if subject.file_by_at is None:
        return f"Find the day of sentence. {ask} Until then nobody knows how long is left."
    return f"Make sure of the day of sentence: nobody has said the day itself. {ask}"


def _steps(subject: ActionSubject, now: datetime) -> list[Action]:
    """The steps before the application can be filed, each with its time."""
    deeds = _deeds(subject)
    times = _times(deeds, subject, now)
    return [
        _step(deed, _words(deed, subject), times.get(deed), now, is_first=deed is deeds[0])
        for deed in deeds
    ]


def _words(deed: Deed, subject: ActionSubject) -> str:
    if deed is Deed.GET_PAPERS and not subject.is_of_court:
        return f"{_WORDS[deed]} Ask it to confirm the day of sentence too."
    return _WORDS[deed]


def _deeds(subject: ActionSubject) -> Sequence[Deed]:
    if subject.state is None:
        return _ORDER
    if subject.state not in _STAGES:
        return ()
    if subject.state is State.TO_FILE and subject.position.has_application_issued:
        return ()
    return _ORDER[_ORDER.index(_STAGES[subject.state][0]) :]


def _times(deeds: Sequence[Deed], subject: ActionSubject, now: datetime) -> Mapping[Deed, datetime]:
    """By when each is done: by the plan, which is made from now where there is none yet.

    None where no holidays are known. Once the moment has passed nothing waits.
    """
    file_by_at = subject.file_by_at
    if file_by_at is None:
        return {}
    if now >= file_by_at:
        return dict.fromkeys(deeds, now)
    try:
        last_on = file_by_at.astimezone(LONDON).date()
        today = now.astimezone(LONDON).date()
        days = subject.planned or plan(last_on, today, subject.received_on or today)
    except CalendarUnknown:
        return {}
    hours = plan_hours(days, file_by_at, subject.began_at or now)
    return {
        deed: hours.get(milestone) or closes_at(days[milestone])
        for milestone, deed in _PLANNED.items()
    }


def _step(deed: Deed, words: str, by: datetime | None, now: datetime, *, is_first: bool) -> Action:
    """A step of the plan: the first is begun now, and one whose time has nearly come."""
    if by is None:
        return Action(deed, words, "" if is_first else "Then", is_first)
    if by - now <= _SOON:
        return _now(deed, words)
    return Action(deed, words, _by(by, now), is_first)


def _by(moment: datetime, now: datetime) -> str:
    there = moment.astimezone(LONDON)
    if there.date() == now.astimezone(LONDON).date():
        return f"By {clock_words(there)} today"
    return f"By {moment_words(there)}"


def _filing(subject: ActionSubject, now: datetime, when_so: str = "") -> list[Action]:
    """Filing itself: to which moment, and what to do once that has passed."""
    to_whom = _sentence(f"{when_so}file the application with the Registrar of Criminal Appeals")
    file_by_at, last_day_on = subject.file_by_at, subject.last_day_on
    if file_by_at is None or last_day_on is None:
        words = f"{to_whom}. The 28 days run, whether anybody knows the day or not."
        return [Action(Deed.FILE, words, "When the day is known")]
    if now < file_by_at:
        return [Action(Deed.FILE, f"{to_whom}.", _by(file_by_at, now))]
    last_day, later = day_words(last_day_on), _later(subject, now)
    if now < filing.last_moment(last_day_on):
        words = (
            f"{to_whom} all the same. The moment to file by has passed, and the last day is not "
            "over: until it is, an application can still reach the Registrar. A lawyer must say "
            f"whether one that comes after the court’s office has closed is in time.{later}"
        )
        return [Action(Deed.FILE, words, f"Before midnight at the end of {last_day}", is_now=True)]
    counted = "Counted from the day as it was given, " if subject.is_doubted else ""
    words = (
        f"{counted}{last_day} was the last of the 28 days. Do not call it out of time: ask a "
        f"lawyer now whether it can still be filed, and record the answer.{later}"
    )
    return [_now(Deed.ASK_LAWYER, words)]


def _later(subject: ActionSubject, now: datetime) -> str:
    """That a later moment may count, where there is one to come."""
    at = subject.later_file_by_at
    if at is None or at <= now:
        return ""
    words = moment_words(at)
    return f" A later moment may be allowed, {words}: a lawyer must say which counts."


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
