"""Where and when a sentence was passed, as far as it was said, and how well two of them fit."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dateutil import parser
from rapidfuzz import fuzz

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.court_text import normalise
from ulss_tracker.scheme.courts.courts import UnknownCourt, load_courts
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.dates.spans import ONE_DAY, Span
from ulss_tracker.scheme.time.calendar import date_or_none


class CourtFit(StrEnum):
    """How the courts of two records fit."""

    NOT_SAID = "not_said"
    SAME = "same"
    MAY_BE = "may_be"
    NOT_READ = "not_read"
    OTHER = "other"


class DayFit(StrEnum):
    """How the dates of sentence of two records fit."""

    NOT_SAID = "not_said"
    SAME = "same"
    NEAR = "near"
    SWAPPED = "swapped"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    ONE_PART = "one_part"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Court:
    """A court as it was said: the courts it may mean, and the words."""

    ids: frozenset[str] = frozenset()
    words: str = ""
    is_sure: bool = False
    is_lower: bool = False

    @property
    def is_said(self) -> bool:
        """Whether anything was said of the court."""
        return bool(self.words or self.ids)


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of sentence that were said; or only the month of one."""

    days: tuple[date, ...] = ()
    month: tuple[int, int] | None = None


NOWHERE, NEVER = Court(), Days()
NEAR_DAYS, FORTNIGHT_DAYS, MONTH_DAYS = 3, 14, 31
_ALIKE, _MAY_BE_ALIKE, _ONE_SLIP = 90, 78, 93
_TIE = 2
_LONG_NAME = 12
_PLAIN = frozenset(
    (
        "the", "crown", "court", "courts", "at", "in", "of", "combined", "centre", "justice",
        "law", "magistrates", "magistrate", "mags", "youth", "cc", "crt", "crwn", "crwon",
        "crow", "ct", "cort", "cout", "cour", "sitting",
    )
)  # fmt: skip
_FIRST_YEAR = 1950
_DAY_ORDER = (DayFit.SAME, DayFit.NEAR, DayFit.SWAPPED, DayFit.FORTNIGHT, DayFit.ONE_PART,
              DayFit.MONTH, DayFit.FAR)  # fmt: skip
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.I)
_YEAR_FIRST = re.compile(r"^\s*\d{4}(?:\D|\d{4}\b)")


@lru_cache(maxsize=20_000)
def read_court(text: str, court_id: str | None = None) -> Court:
    """The court that a text means, or may mean; `court_id` when it is known."""
    words = normalise(text)
    if court_id is not None:
        try:
            court = load_courts().get(court_id)
        except UnknownCourt:
            return Court(words=words)
        is_lower = court.kind is not CourtKind.CROWN_COURT
        return Court(frozenset({court_id}), words, True, is_lower)
    if not words:
        return NOWHERE
    reading = load_courts().read(text)
    is_lower = reading.kind is not None and reading.kind is not CourtKind.CROWN_COURT
    if reading.court is not None:
        sure = reading.certainty == "sure"
        return Court(frozenset({reading.court.id}), words, sure, is_lower)
    named = frozenset(court.id for court in reading.candidates)
    if not named and not is_lower:
        named = _nearest(_place(words))
    return Court(named, words, False, is_lower)


def fit_courts(one: Court, other: Court) -> CourtFit:
    """How two courts fit. Only two courts that were both read with certainty are told apart."""
    if not (one.is_said and other.is_said):
        return CourtFit.NOT_SAID
    if one.ids & other.ids:
        return CourtFit.SAME if one.is_sure and other.is_sure else CourtFit.MAY_BE
    if _is_one_slip_away(_place(one.words), _place(other.words)):
        return CourtFit.MAY_BE  # whatever each was read as
    if one.is_sure and other.is_sure and not (one.is_lower or other.is_lower):
        return CourtFit.OTHER
    alike = fuzz.token_sort_ratio(_place(one.words), _place(other.words))
    if alike >= _ALIKE:
        return CourtFit.SAME if one.is_lower == other.is_lower else CourtFit.MAY_BE
    if alike >= _MAY_BE_ALIKE:
        return CourtFit.MAY_BE
    return CourtFit.NOT_READ


def _is_one_slip_away(one: str, other: str) -> bool:
    """Whether two long names are all but the same: short ones may be two towns."""
    return min(len(one), len(other)) >= _LONG_NAME and fuzz.ratio(one, other) >= _ONE_SLIP


def _nearest(place: str) -> frozenset[str]:
    """The Crown Courts whose names are spelt nearly so, where no court could be read at all."""
    alike = {
        court.id: max(
            fuzz.ratio(place, _place(normalise(name)), score_cutoff=_MAY_BE_ALIKE)
            for name in court.all_names
        )
        for court in load_courts()
        if court.kind is CourtKind.CROWN_COURT
    }
    best = max(alike.values())
    return frozenset(each for each, share in alike.items() if share and share >= best - _TIE)


@lru_cache(maxsize=20_000)
def _place(words: str) -> str:
    """The words that tell one place from another."""
    return " ".join(word for word in words.split() if word not in _PLAIN) or words


@lru_cache(maxsize=20_000)
def read_days(text: str, written_on: date | None = None) -> Days:
    """The date in a text, as people write it: day before month. Nothing when there is none.

    Of a text whose day of writing is known, what the reader of dates in words says goes first.
    """
    words = _ORDINAL.sub("", text.strip())
    if not words:
        return NEVER
    span = read_sentence_day(text, written_on) if written_on else None
    if span and (days := _days_in(span)) != NEVER:
        return days
    day = _parsed(words, date(2000, 1, 1))
    if day is None:
        return NEVER
    # A part that was not said takes the default's: read again with another default to see which.
    again = _parsed(words, date(2004, 2, 2))
    if day == again:
        return Days((day,))
    if again is not None and (day.year, day.month) == (again.year, again.month):
        return Days(month=(day.year, day.month))
    return NEVER


def _days_in(span: Span) -> Days:
    """The days of a few, or the month of more: no day of a longer range may pass for the one."""
    if span.latest - span.earliest < NEAR_DAYS * ONE_DAY:
        count = (span.latest - span.earliest).days + 1
        return Days(tuple(span.earliest + number * ONE_DAY for number in range(count)))
    if (span.earliest.year, span.earliest.month) == (span.latest.year, span.latest.month):
        return Days(month=(span.earliest.year, span.earliest.month))
    return NEVER


def _parsed(said: str, default: date) -> date | None:
    try:
        parsed = parser.parse(
            said,
            dayfirst=not _YEAR_FIRST.match(said),
            default=parser.parse(default.isoformat()),
            fuzzy=True,
        )
    except (ValueError, OverflowError):
        return None
    return parsed.date() if parsed.year >= _FIRST_YEAR else None


def fit_days(one: Days, other: Days) -> DayFit:
    """How two records' dates fit: by the two of their dates that fit best."""
    if one.days and other.days:
        fits = {_fit(a, b) for a in one.days for b in other.days}
        return next(fit for fit in _DAY_ORDER if fit in fits)
    months = [_months(one), _months(other)]
    if not all(months):
        return DayFit.NOT_SAID
    apart = min(abs(a - b) for a in months[0] for b in months[1])
    if apart == 0:
        return DayFit.FORTNIGHT
    return DayFit.MONTH if apart == 1 else DayFit.FAR


def _months(days: Days) -> list[int]:
    months = [(day.year, day.month) for day in days.days]
    return [year * 12 + month for year, month in (months or ([days.month] if days.month else []))]


def _fit(one: date, other: date) -> DayFit:
    apart = abs((one - other).days)
    if apart == 0:
        return DayFit.SAME
    if apart <= NEAR_DAYS:
        return DayFit.NEAR
    if any(abs((turned - other).days) <= 1 for turned in swapped(one)) or any(
        abs((turned - one).days) <= 1 for turned in swapped(other)
    ):
        return DayFit.SWAPPED
    if apart <= FORTNIGHT_DAYS:
        return DayFit.FORTNIGHT
    if _has_one_part_wrong(one, other):
        return DayFit.ONE_PART
    return DayFit.MONTH if apart <= MONTH_DAYS else DayFit.FAR


def _has_one_part_wrong(one: date, other: date) -> bool:
    """The day and month of another year, or the day of a month beside: a slip of one figure."""
    if (one.day, one.month) == (other.day, other.month):
        return abs(one.year - other.year) == 1
    return one.day == other.day and one.year == other.year


def swapped(day: date) -> tuple[date, ...]:
    """The day with its day and month taken for each other, when that is another date."""
    turned = date_or_none(day.year, day.day, day.month)
    return (turned,) if turned and turned != day else ()
