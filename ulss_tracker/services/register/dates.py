"""Dates as registers hold them: day first, in any form, several in a cell, or a sheet's number.

A cell is no story: it was typed long after the day it names, by nobody knows whom and when, so the
reader of dates in words (scheme/dates/), which counts from the day of writing, is not asked. "May
3" of an unknown year, or "a fortnight ago", stays unread and is a query for a person to answer; and
a cell may hold the days of several sentences, each of which counts. The courts of a cell are read
by the one reader of courts (scheme/courts/).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil import parser

from ulss_tracker.scheme.time.calendar import date_or_none

# Criminal Justice Act 1988 ss.35 and 36 came into force: no sentence before could be referred.
SCHEME_BEGAN_ON = date(1989, 2, 1)

_BETWEEN = re.compile(r"\s*(?:[;,&()\r\n]+|\band\b|\bthen\b|\bto\b)\s*|\s+[-–—/]\s+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?")
_NUMBERS = re.compile(
    r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_WORDS = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?[\s-]*[a-z]{3,9}\.?,?[\s-]*(?:\d{4}|\d{2})"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"(?<![\w/.-])(?:\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(?![\w/-])"
)
_WEEKDAY = re.compile(r"\s*(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT_YEAR = re.compile(r"(?<!\d)\d{2}$")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_SHEET_EPOCH = date(1899, 12, 30)
_SHEET_YEARS = range(1988, 2100)


@dataclass(frozen=True, slots=True)
class DateReading:
    """The reading of a cell: its dates, what was not a date, whether it had to be guessed, and
    whether it names another day of the week than the date was."""

    dates: tuple[date, ...]
    unread: str = ""
    guessed: bool = False
    is_weekday_wrong: bool = False


@lru_cache(maxsize=4096)
def read_dates(cell: str) -> DateReading:
    """Every date in the cell, in the order written."""
    dates: list[date] = []
    unread: list[str] = []
    guessed = is_weekday_wrong = False
    for piece in _pieces(cell):
        day, sure = _read(piece)
        if day is None:
            unread.append(piece)
            continue
        dates.append(day)
        guessed = guessed or not sure
        is_weekday_wrong = is_weekday_wrong or _is_weekday_wrong(piece, day)
    return DateReading(tuple(dates), " ".join(unread), guessed, is_weekday_wrong)


def _is_weekday_wrong(text: str, day: date) -> bool:
    match = _WEEKDAY.match(text)
    return match is not None and match[1].lower() != _WEEKDAYS[day.weekday()]


def _pieces(cell: str) -> list[str]:
    """The parts of a cell, each a date or what is none: a comma inside one date ("Friday, 3 May
    2019") does not part it."""
    whole = " ".join(cell.split())
    if not whole or _read(whole)[0] is not None:
        return [whole] if whole else []
    return [part for piece in _BETWEEN.split(cell) for part in _dates_within(piece)]


def _dates_within(piece: str) -> list[str]:
    """The piece whole where it is a date; else the dates in figures in it, and the rest."""
    whole = " ".join(piece.split()).strip(" ()[]")
    if not whole or _read(whole)[0] is not None:
        return [whole] if whole else []
    rest = [part.strip(" ,:.") for part in _WITHIN.split(whole)]
    return [*_WITHIN.findall(whole), *(part for part in rest if part)]


def _read(text: str) -> tuple[date | None, bool]:
    """One date, and whether its form leaves no doubt."""
    if match := _ISO.fullmatch(text):
        return date_or_none(*(int(part) for part in match.groups())), True
    if match := _NUMBERS.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        full = _full_year(year)
        if month > 12 >= day:  # month first, as only an American writes it
            return date_or_none(full, day, month), False
        return date_or_none(full, month, day), year == full
    if _SERIAL.fullmatch(text):
        serial = _SHEET_EPOCH + timedelta(days=int(float(text)))
        return (serial, False) if serial.year in _SHEET_YEARS else (None, False)
    if _WORDS.fullmatch(text):
        try:
            return parser.parse(text, dayfirst=True).date(), not _SHORT_YEAR.search(text)
        except (ValueError, OverflowError):
            return None, False
    return None, False


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year
