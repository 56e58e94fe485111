"""Dates as a calendar has them: 30/10/26, the ninth of October, all of last month."""

import re
from datetime import date

from ulss_tracker.scheme.dates.mentions import (
    NO_SUCH_DAY,
    DateKind,
    Draft,
    Mention,
    on_days,
    ranging,
)
from ulss_tracker.scheme.dates.patterns import rules_of
from ulss_tracker.scheme.dates.plain_words import MONTHS
from ulss_tracker.scheme.dates.spans import (
    Span,
    day_of,
    days_of_month,
    days_of_year,
    month_before,
    month_of,
)  # fmt: skip

_CENTURY = 100


def full_year(written: str, written_on: date) -> int:
    """The year of "2026", "26", "this year" or "last year"."""
    if not written.isdigit():
        return written_on.year - (written == "last year")
    year = int(written)
    if year >= _CENTURY:
        return year
    year += written_on.year // _CENTURY * _CENTURY
    return year if year <= written_on.year + 1 else year - _CENTURY


def _day_month(draft: Draft, match: re.Match[str], day: int, month: int) -> Mention:
    """A day and a month, with the year if it is said, else the latest such day."""
    if written := match.groupdict().get("year"):
        return on_days([day_of(full_year(written, draft.written_on), month, day)])
    if not 1 <= month <= len(MONTHS):
        return NO_SUCH_DAY
    return on_days(draft.likeliest(days_of_year(month, day, draft.written_on), match))


def _figures(draft: Draft, match: re.Match[str]) -> Mention:
    """Day first; month first only where no other reading is possible."""
    day, month = int(match["day"]), int(match["number"])
    if month > len(MONTHS) >= day:
        day, month = month, day
    return _day_month(draft, match, day, month)


def _year_first(draft: Draft, match: re.Match[str]) -> Mention:  # noqa: ARG001
    return on_days([day_of(int(match["year"]), int(match["number"]), int(match["day"]))])


def _month_in_figures(draft: Draft, match: re.Match[str]) -> Mention:  # noqa: ARG001
    return ranging(month_of(int(match["year"]), int(match["number"])), DateKind.MONTH)


FIGURES = rules_of(
    "figures",
    {"figures": _figures, "year_first": _year_first, "month_in_figures": _month_in_figures},
)


def _named_day(draft: Draft, match: re.Match[str]) -> Mention:
    return _day_month(draft, match, int(match["day"]), MONTHS.index(match["month"]) + 1)


def _two_days(draft: Draft, match: re.Match[str]) -> Mention:
    """From the first of two days to the second, in one month."""
    month = MONTHS.index(match["month"]) + 1
    last = _day_month(draft, match, int(match["day"]), month).span
    first = last and day_of(last.earliest.year, month, int(match["first"]))
    if not (first and last):
        return NO_SUCH_DAY
    return ranging(Span(first, first).or_else(last))


def _two_ordinals(draft: Draft, match: re.Match[str]) -> Mention:
    """From one day to another of the same month, the latest that has both."""
    first, last = sorted((int(match["first"]), int(match["day"])))
    for end in days_of_month(last, draft.written_on):
        return ranging(Span(end.replace(day=max(first, 1)), end))
    return NO_SUCH_DAY


def _whole_month(draft: Draft, match: re.Match[str]) -> Mention:
    month = MONTHS.index(match["month"]) + 1
    if written := match["year"]:
        return ranging(month_of(full_year(written, draft.written_on), month), DateKind.MONTH)
    begins = days_of_year(month, 1, draft.written_on)
    if match["last"]:
        return ranging(_last_month_named(begins[0], draft.written_on), DateKind.MONTH)
    begin = draft.likeliest(begins, match)[0]
    return ranging(month_of(begin.year, month), DateKind.MONTH)


def _last_month_named(begin: date, written_on: date) -> Span:
    """ "Last October": of this year or of the last, where this year has had one."""
    latest = month_of(begin.year, begin.month)
    if begin.year < written_on.year and latest.latest < written_on:
        return latest
    return month_of(begin.year - 1, begin.month).or_else(latest)


def _this_or_last_month(draft: Draft, match: re.Match[str]) -> Mention:
    which = "before" if match["before"] else match["which"] or "last"
    back = {"this": 0, "last": 1, "before": 2}[which]
    return ranging(month_before(draft.written_on, back), DateKind.MONTH)


def whole_year(draft: Draft, match: re.Match[str]) -> Mention:
    """All of a year."""
    year = full_year(match["year"], draft.written_on)
    return ranging(Span(date(year, 1, 1), date(year, 12, 31)))


RULES = rules_of(
    "calendar",
    {
        "two_days": _two_days,
        "named_day": _named_day,
        "two_ordinals": _two_ordinals,
        "whole_month": _whole_month,
        "this_or_last_month": _this_or_last_month,
        "whole_year": whole_year,
    },
)
