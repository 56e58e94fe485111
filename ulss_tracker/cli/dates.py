"""Reading one date as an office writes it, or a command. What could be two days is refused.

A register that a person will go through is read more freely: services/register/dates.py.
"""

import re
from datetime import date, datetime
from typing import Any

import click

from ulss_tracker.clock import LONDON

_PATTERNS = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%Y/%m/%d", "%Y.%m.%d",
    "%d %B %Y", "%d %b %Y", "%d %B %y", "%d %b %y", "%d-%B-%Y", "%d-%b-%Y", "%d-%b-%y",
    "%B %d %Y", "%b %d %Y",
)  # fmt: skip
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\S)", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?:\s+of\b)?", re.IGNORECASE)
_SEPTEMBER = re.compile(r"\bsept\b", re.IGNORECASE)
_TIME = re.compile(r"\s+\d{1,2}:\d{2}(?::\d{2})?$")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")


class Moment(click.DateTime):
    """A day or a moment of a command, asked for by an example and not by a pattern."""

    def __init__(self, *formats: str, example: str) -> None:
        super().__init__(formats)
        self.example = example

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The example, as help shows it."""
        return f"[{self.example}]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment. Raises click's error of usage, with the example."""
        try:
            moment: datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"“{value}” cannot be read. Write it like {self.example}.", param, ctx)
        return moment


DAY = Moment("%Y-%m-%d", example="2026-12-01")
MINUTE = Moment("%Y-%m-%d %H:%M", example="'2026-12-01 20:00'")
SECOND = Moment("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", example="2026-12-01T20:00:00")


def read_date(text: str) -> date | None:
    """A date as people write it, day before month; None if there is none.

    Raises ValueError, in words for a person, when it is not one or is not that day of the week.
    """
    text = text.strip()
    if not text:
        return None
    weekday = _WEEKDAY.match(text)
    day = _one_date(text[weekday.end() :] if weekday else text)
    if day is None:
        raise ValueError(f"“{text}” is not a date.")
    if weekday and _WEEKDAYS[day.weekday()] != weekday[1].lower():
        raise ValueError(f"“{text}” is not a date: that day was a {day:%A}.")
    return day


def _one_date(text: str) -> date | None:
    if _ISO.fullmatch(text):
        return _iso_date(text)
    plain = _ORDINAL.sub(r"\1", _TIME.sub("", text))
    plain = " ".join(_SEPTEMBER.sub("Sep", plain).replace(",", " ").split())
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(plain, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _iso_date(text: str) -> date | None:
    """The London date of a date or moment in the international form."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()
