"""Dates as a calendar has them: 30/10/26, the ninth of October, all of last month."""

import re
from datetime import date

from ulss_tracker.scheme.dates.mentions import (
    FILLER,
    MONTH,
    NO_SUCH_DAY,
    SIGN,
    DateKind,
    Draft,
    Mention,
    on_days,
    ranging,
    rule,
)  # fmt: skip
from ulss_tracker.scheme.dates.plain_words import MONTHS
from ulss_tracker.scheme.dates.spans import (
    Span,
    day_of,
    days_of_month,
    days_of_year,
    month_before,
    month_of,
)  # fmt: skip

_YEAR = (
    r"(?P<year>(?:19|20)\d\d|\d\d(?! (?:day|week|month|year|-|or|to|and) ?)|this year|last year)"
)
OPTIONAL_YEAR = rf"(?:(?: ?,)?(?: (?:of|in|o|yn))? {_YEAR}(?!\w))?"
_DAY = r"(?P<day>\d{1,2})(?:th)?"
_OR = r" ?(?:or|and|to|until|till|-|/|&|a|ac|i) ?"
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


_NOT_A_DAY = rf"(?! ?(?:week|day|month|year|(?:th )?of|o )|/)(?! (?:{'|'.join(MONTHS)}))"
_ALONE_OR_ON = r"(?:^|(?<=on )|(?<=was ))"
_TH = "(?:st|nd|rd|th)"
FIGURES = (
    rule(
        r"(?P<year>(?:19|20)\d\d) ?[-/. ] ?(?P<number>\d\d?) ?[-/. ] ?(?P<day>\d\d?)(?:t\d\d)?",
        _year_first,
    ),
    rule(r"(?P<day>\d\d?) ?([-/. ]) ?(?P<number>\d\d?) ?\2 ?(?P<year>\d{4}|\d\d)", _figures),
    rule(r"(?P<day>\d\d)(?P<number>\d\d)(?P<year>20\d\d)", _figures),
    rule(r"(?P<year>20\d\d)(?P<number>\d\d)(?P<day>\d\d)", _year_first),
    rule(rf"(?P<day>\d\d?){_TH} of (?:the )?(?P<number>\d\d?){_TH}(?! of)", _figures),
    rule(r"(?P<number>0?[1-9]|1[0-2]) ?[-/.] ?(?P<year>20\d\d)", _month_in_figures),
    rule(rf"(?P<day>\d\d?)/(?P<number>\d\d?){_NOT_A_DAY}", _figures),
    rule(r"(?P<day>2[4-9]|3[01])\.(?P<number>\d\d?)", _figures),
    rule(rf"{_ALONE_OR_ON}(?P<day>\d\d?)-(?P<number>0?[1-9]|1[0-2])(?= ?$|[,;])", _figures),
    # With a smaller day it may be a time, unless "on" or nothing stands before it.
    rule(r"(?:^|(?<=on ))(?P<day>\d\d?)\.(?P<number>0?[1-9]|1[0-2])", _figures),
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


_FIRST = r"(?P<first>\d{1,2})(?:th)?"
_MORE = rf"(?: ?, {FILLER}\d{{1,2}}(?:th)?)*"  # "3rd, 4th or 5th of May"
_AFTER_MONTH = rf"(?:,(?= {FILLER}\d{{1,2}}th) )?{FILLER}"
_NOT_A_COUNT = r"(?! ?(?:week|day|month|year))"
_NAMED = (
    rule(rf"{_FIRST}{_MORE}{_OR}{FILLER}{_DAY} {FILLER}{MONTH}{OPTIONAL_YEAR}", _two_days),
    rule(rf"{MONTH} {_AFTER_MONTH}{_FIRST}{_OR}{FILLER}{_DAY}{OPTIONAL_YEAR}", _two_days),
    rule(rf"{_DAY}(?: day)? ?(?:- )?{FILLER}{MONTH}(?: ?-)?{OPTIONAL_YEAR}", _named_day),
    rule(rf"{MONTH} {_AFTER_MONTH}{_DAY}{_NOT_A_COUNT}(?:{OPTIONAL_YEAR})", _named_day),
    rule(
        rf"(?P<first>\d{{1,2}})th{_OR}{FILLER}{_DAY}"
        rf"(?= ?$| ?[^\w ]| (?!week|day|month|year|{SIGN}))",
        _two_ordinals,
    ),
)

# "May" and "march" are words of their own: alone they are months after a word like "in" only.
_ALONE = "|".join(name for name in MONTHS if name not in {"may", "march"})
_YEAR_NAMED = r"(?:(?:19|20)\d\d|this year|last year)"
_MONTHS = (
    rule(
        rf"(?:month of )?(?P<last>last )?(?P<month>{_ALONE})(?! {SIGN}){OPTIONAL_YEAR}",
        _whole_month,
    ),
    rule(
        r"(?:(?P<last>last)|(?<=in )|(?<=of )|(?<=^)) ?"
        rf"(?P<month>may|march)(?= ?$| ?[,.)]| {_YEAR_NAMED}){OPTIONAL_YEAR}",
        _whole_month,
    ),
    rule(
        r"(?:(?<=early )|(?<=mid )|(?<=late ))(?P<last>\b\B)?"
        rf"(?P<month>may|march)(?! {SIGN}){OPTIONAL_YEAR}",
        _whole_month,
    ),
    rule(rf"(?P<month>may|march)(?P<last>\b\B)?(?:,)? (?P<year>{_YEAR_NAMED})", _whole_month),
    rule(
        r"(?:(?P<which>this|last) month|month last|month (?P<before>before last))",
        _this_or_last_month,
    ),
    rule(r"(?:in|during|of|yn|early|mid|late) (?P<year>20\d\d)", whole_year),
)


RULES = (*_NAMED, *_MONTHS)
