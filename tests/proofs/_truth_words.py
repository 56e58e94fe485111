"""Days, moments and lengths of time in written words: English, Welsh, figures and calendars.

Its own reader, by regular expression: it knows nothing of what wrote them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MONTHS = (
    "January|Ionawr",
    "February|Chwefror",
    "March|Mawrth",
    "April|Ebrill",
    "May|Mai",
    "June|Mehefin",
    "July|Gorffennaf",
    "August|Awst",
    "September|Medi",
    "October|Hydref",
    "November|Tachwedd",
    "December|Rhagfyr",
)
_MONTH = {
    short.casefold(): number
    for number, names in enumerate(_MONTHS, 1)
    for name in names.split("|")
    for short in (name, name[:3])
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_CLOCK = r"(?:\d{1,2}(?::\d\d)? ?[ap]m|midday|midnight|\d\d:\d\d)"
_DAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]* )?(?P<day>\d{{1,2}}) (?P<month>{_NAME})\b"
_WHEN = re.compile(
    rf"(?:(?P<before>{_CLOCK})(?: on| ar|,) )?\b{_DAY}(?:,? (?P<year>\d{{4}}))?"
    rf"(?:,?(?: at)? (?P<after>{_CLOCK}))?"
    r"|\b(?P<iso>\d{4}-\d\d-\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?"
    r"(?P<zone>Z|\+00:?00)?)?"
    r"|\b(?P<basic>\d{8})(?:T(?P<basic_clock>\d{4})\d\d(?P<basic_zone>Z)?)?\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?P<passed>Passed )?\b(?P<count>\d+) (?P<unit>day|hour|minute)s? (?P<way>left|ago)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a moment in London, as words gave it, and where in them it stands."""

    day: date
    clock: time | None
    begins: int
    ends: int
    wrong_weekday: bool = False

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}" + (f" {self.clock:%H:%M}" if self.clock else "")


@dataclass(frozen=True, slots=True)
class Left:
    """A length of time to a moment, or since it: "3 days left", "Passed 2 hours ago"."""

    count: int
    unit: str
    is_ahead: bool
    begins: int


def whens(words: str, today: date) -> Iterator[When]:
    """Each day or moment in these words. A day without a year is of this year."""
    for match in _WHEN.finditer(words):
        try:
            yield _of_digits(match) if match["iso"] or match["basic"] else _of_words(match, today)
        except ValueError:
            continue  # no day: a number that looks like one


def lefts(words: str) -> Iterator[Left]:
    """Each length of time to or since a moment."""
    for match in _LEFT.finditer(words):
        ahead = match["way"].casefold() == "left"
        yield Left(int(match["count"]), match["unit"].casefold(), ahead, match.start())


def is_left(left: Left, moment: datetime, now: datetime) -> bool:
    """Whether so much is left to the moment: whole days of London's clock, then hours, minutes."""
    length = _naive(moment) - _naive(now)
    if (length >= timedelta()) is not left.is_ahead:
        return False
    length = abs(length)
    size = {"day": timedelta(days=1), "hour": timedelta(hours=1)}.get(left.unit)
    return left.count == length // (size or timedelta(minutes=1))


def in_london(moment: datetime) -> datetime:
    """A moment of the database, which is in UTC, by London's clock."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(LONDON)


def _naive(moment: datetime) -> datetime:
    return in_london(moment).replace(tzinfo=None)


def _of_words(match: re.Match[str], today: date) -> When:
    month = _MONTH[match["month"].casefold()]
    day = date(int(match["year"] or today.year), month, int(match["day"]))
    weekday = (match["weekday"] or "").capitalize()
    wrong = bool(weekday) and _WEEKDAYS.index(weekday) != day.weekday()
    clock = _clock(match["before"] or match["after"] or "")
    return When(day, clock, match.start(), match.end(), wrong)


def _clock(words: str) -> time | None:
    named = {"midday": time(12), "midnight": time(0), "": None}
    if words.casefold() in named:
        return named[words.casefold()]
    hour, _, minute = words.casefold().rstrip("apm ").partition(":")
    number = int(hour)
    if words[-1] in "mM":
        number = number % 12 + (12 if "p" in words.casefold() else 0)
    return time(number, int(minute or 0))


def _of_digits(match: re.Match[str]) -> When:
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        clock = time(int(match["hour"]), int(match["minute"])) if match["hour"] else None
        in_utc = match["zone"]
    else:
        day = datetime.strptime(match["basic"], "%Y%m%d").date()  # noqa: DTZ007
        digits = match["basic_clock"]
        clock = time(int(digits[:2]), int(digits[2:])) if digits else None
        in_utc = match["basic_zone"]
    if not 1988 <= day.year <= 2100:
        raise ValueError("a number, not a day")
    if clock and in_utc:
        local = in_london(datetime.combine(day, clock, UTC))
        day, clock = local.date(), local.time()
    return When(day, clock, match.start(), match.end())
