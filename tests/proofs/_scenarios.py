"""Scenarios of a request: how it comes, what it says of the day of sentence, what becomes of it.

Each is drawn by chance over forty days of an office that has a rota, absences and holidays. What is
true of it is known here, apart from what the tracker reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from babel.dates import format_date

from ulss_tracker import clock
from ulss_tracker.models import Channel

DAYS = 40
CHANNELS = tuple(Channel)
# Before Christmas, across Easter, and across both changes of the clocks.
BEGINNINGS = (
    date(2026, 12, 7),
    date(2027, 3, 8),
    date(2026, 10, 5),
    date(2026, 6, 1),
    date(2027, 4, 12),
    date(2026, 8, 10),
)


class DayKnown(StrEnum):
    """How the requester gives the day of sentence."""

    DATE = "date"
    WORDS = "words"
    WELSH = "welsh"
    RANGE = "range"
    UNKNOWN = "unknown"
    WRONG_YEAR = "wrong year"


class Act(StrEnum):
    """Something that a person does with it."""

    ACKNOWLEDGE = "acknowledge"
    LOOK = "look"
    OPEN = "open"
    JOIN = "join"
    UNDO = "undo"
    RECORD = "record"
    CORRECT = "correct"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    END = "end"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act at a moment. Acts that no longer make sense by then are left out."""

    at: datetime
    act: Act


@dataclass
class Scenario:
    """One request: `sentenced_on` is the truth; `said` and `stated_on` are what it says of it."""

    number: int
    channel: Channel
    arrives_at: datetime
    sentenced_on: date
    known: DayKnown
    said: str
    stated_on: date | None
    deeds: list[Deed] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its number, and what it is, for whoever reads a fault."""
        return f"scenario {self.number} ({self.channel}, {self.known})"


def draw(count: int, begins: date, chance: Random) -> list[Scenario]:
    """So many scenarios, the first to arrive first."""
    made = [_scenario(number, begins, chance) for number in range(count)]
    return sorted(made, key=lambda each: each.arrives_at)


def _scenario(number: int, begins: date, chance: Random) -> Scenario:
    arrives_at = _moment(begins, 0, 30, chance)
    arrives_on = arrives_at.astimezone(clock.LONDON).date()
    # Most have little time left: that is where something can go unseen.
    age = chance.choice((0, 2, 9, 15, 20, 22, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28))
    sentenced_on = arrives_on - timedelta(days=age)
    known = chance.choice(tuple(DayKnown))
    said, stated_on = _said(known, sentenced_on, arrives_on, chance)
    made = Scenario(
        number, chance.choice(CHANNELS), arrives_at, sentenced_on, known, said, stated_on
    )
    made.deeds = _deeds(made, chance)
    return made


def _said(known: DayKnown, day: date, today: date, chance: Random) -> tuple[str, date | None]:
    ago = (today - day).days
    if known is DayKnown.DATE:
        return "", day
    if known is DayKnown.WRONG_YEAR:
        return "", day.replace(year=day.year - 1, day=min(day.day, 28))
    if known is DayKnown.WORDS:
        return chance.choice(
            (f"{day:%A} {day.day} {day:%B} {day.year}", f"{ago} days ago", f"{day:%d.%m.%y}")
        ), None
    if known is DayKnown.WELSH:
        return format_date(day, "d MMMM y", locale="cy"), None
    if known is DayKnown.RANGE:
        other = day + timedelta(days=1)
        return f"either {day.day} {day:%B} {day.year} or {other.day} {other:%B} {other.year}", None
    return chance.choice(("", "I cannot remember", "dw i ddim yn cofio")), None


def _deeds(made: Scenario, chance: Random) -> list[Deed]:
    """A life of it: some are never touched, some are acknowledged and then forgotten."""
    lives: Sequence[Sequence[Act]] = (
        (),
        (Act.ACKNOWLEDGE,),
        (Act.ACKNOWLEDGE, Act.ACKNOWLEDGE),
        (Act.LOOK,),
        (Act.OPEN,),
        (Act.OPEN, Act.RECORD),
        (Act.OPEN, Act.RECORD, Act.CORRECT),
        (Act.OPEN, Act.UNDO),
        (Act.OPEN, Act.UNDO, Act.OPEN, Act.RECORD, Act.END),
        (Act.JOIN,),
        (Act.CLOSE,),
        (Act.OPEN, Act.WITHDRAW),
        (Act.LOOK, Act.OPEN, Act.RECORD, Act.ACKNOWLEDGE, Act.END),
    )
    at = made.arrives_at
    deeds = []
    for act in chance.choice(lives):
        at += timedelta(minutes=chance.choice((1, 7, 40, 90, 300, 1_300, 4_000)))
        deeds.append(Deed(at, act))
    # In the end somebody deals with it, also with what passed: or it is alarmed for ever.
    over = clock.end_of(made.sentenced_on + timedelta(days=29))
    at = max(at, over) + timedelta(hours=chance.choice((10, 15, 36)))
    return [*deeds, Deed(at, Act.CLOSE), Deed(at, Act.END)]


def _moment(begins: date, first: int, last: int, chance: Random) -> datetime:
    """A moment of these days: mostly in office hours, now and then in the night."""
    day = begins + timedelta(days=chance.randint(first, last))
    hour = chance.choice((*range(9, 17), *range(9, 17), 0, 3, 7, 18, 20, 22, 23))
    there = time(hour, chance.choice((0, 1, 29, 41, 59)), chance.choice((0, 1, 30, 59)))
    return datetime.combine(day, there, tzinfo=clock.LONDON)
