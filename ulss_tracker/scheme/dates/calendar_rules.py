"""Dates as a calendar has them: 30/10/26, the ninth of October, late last month, Boxing Day."""

import re
from datetime import date

from ulss_tracker.scheme.dates.mentions import (
    FILLER,
    MONTH,
    NO_SUCH_DAY,
    SIGN,
    WEEKDAY,
    Draft,
    Kind,
    Mention,
    on_days,
    ranging,
    rule,
)  # fmt: skip
from ulss_tracker.scheme.dates.plain_words import MONTHS, WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    FEASTS,
    ONE_DAY,
    Span,
    day_of,
    days_of_month,
    days_of_year,
    feast_in,
    feasts,
    month_before,
    month_of,
    months_before,
    nth_weekday,
)  # fmt: skip

_YEAR = (
    r"(?P<year>(?:19|20)\d\d|\d\d(?! (?:day|week|month|year|-|or|to|and) ?)|this year|last year)"
)
_OPTIONAL_YEAR = rf"(?:(?: ?,)?(?: (?:of|in|o|yn))? {_YEAR}(?!\w))?"
_DAY = r"(?P<day>\d{1,2})(?:th)?"
_OR = r" ?(?:or|and|to|until|till|-|/|&|a|ac|i) ?"
_CENTURY = 100
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


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


_FIGURES = [
    rule(r"(?P<year>(?:19|20)\d\d) ?[-/. ] ?(?P<number>\d\d?) ?[-/. ] ?(?P<day>\d\d?)(?:t\d\d)?",
         _year_first),
    rule(r"(?P<day>\d\d?) ?([-/. ]) ?(?P<number>\d\d?) ?\2 ?(?P<year>\d{4}|\d\d)", _figures),
    rule(r"(?P<day>\d\d)(?P<number>\d\d)(?P<year>20\d\d)", _figures),
    rule(r"(?P<day>\d\d?)/(?P<number>\d\d?)(?! ?(?:week|day|month|year|(?:th )?of|o )|/)"
         rf"(?! (?:{'|'.join(MONTHS)}))", _figures),
    rule(r"(?P<day>2[4-9]|3[01])\.(?P<number>\d\d?)", _figures),
]  # fmt: skip


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
        return ranging(month_of(full_year(written, draft.written_on), month), Kind.MONTH)
    begins = days_of_year(month, 1, draft.written_on)
    if match["last"]:
        return ranging(_last_month_named(begins[0], draft.written_on), Kind.MONTH)
    begin = draft.likeliest(begins, match)[0]
    return ranging(month_of(begin.year, month), Kind.MONTH)


def _last_month_named(begin: date, written_on: date) -> Span:
    """ "Last October": of this year or of the last, where this year has had one."""
    latest = month_of(begin.year, begin.month)
    if begin.year < written_on.year and latest.latest < written_on:
        return latest
    return month_of(begin.year - 1, begin.month).or_else(latest)


def _this_or_last_month(draft: Draft, match: re.Match[str]) -> Mention:
    back = {"this": 0, "last": 1, "before": 2}["before" if match["before"] else match["which"]]
    return ranging(month_before(draft.written_on, back), Kind.MONTH)


def _whole_year(draft: Draft, match: re.Match[str]) -> Mention:
    year = full_year(match["year"], draft.written_on)
    return ranging(Span(date(year, 1, 1), date(year, 12, 31)))


_NAMED = [
    rule(rf"(?P<first>\d{{1,2}})(?:th)?{_OR}{FILLER}{_DAY} {FILLER}{MONTH}{_OPTIONAL_YEAR}", _two_days),  # noqa: E501
    rule(rf"{MONTH} {FILLER}(?P<first>\d{{1,2}})(?:th)?{_OR}{FILLER}{_DAY}{_OPTIONAL_YEAR}", _two_days),  # noqa: E501
    rule(rf"{_DAY}(?: day)? ?(?:- )?{FILLER}{MONTH}(?: ?-)?{_OPTIONAL_YEAR}", _named_day),
    rule(rf"{MONTH} {FILLER}{_DAY}(?! ?(?:week|day|month|year))(?:{_OPTIONAL_YEAR})", _named_day),
    rule(rf"(?P<first>\d{{1,2}})th{_OR}{FILLER}{_DAY}(?= ?$| ?[^\w ]| (?!week|day|month|year|{SIGN}))", _two_ordinals),  # noqa: E501
]  # fmt: skip

# "May" and "march" are words of their own: alone they are months after a word like "in" only.
_ALONE = "|".join(name for name in MONTHS if name not in {"may", "march"})
_MONTHS = [
    rule(rf"(?:month of )?(?P<last>last )?(?P<month>{_ALONE})(?! {SIGN}){_OPTIONAL_YEAR}", _whole_month),  # noqa: E501
    rule(rf"(?:(?P<last>last)|(?<=in )|(?<=of )|(?<=early )|(?<=mid )|(?<=late )|(?<=^)) ?"
         rf"(?P<month>may|march)(?= ?$| ?[,.)]| (?:19|20)\d\d| this year| last year){_OPTIONAL_YEAR}",  # noqa: E501
         _whole_month),
    rule(r"(?P<month>may|march)(?P<last>\b\B)?(?:,)? (?P<year>(?:19|20)\d\d|this year|last year)", _whole_month),  # noqa: E501
    rule(r"(?:(?P<which>this|last) month|month last|month (?P<before>before last))",
         lambda draft, match: _this_or_last_month(draft, match) if match["which"] or match["before"]
         else ranging(month_before(draft.written_on, 1), Kind.MONTH)),
    rule(r"(?:in|during|of|yn) (?P<year>20\d\d|last year|this year)", _whole_year),
]  # fmt: skip


def _month(draft: Draft, match: re.Match[str]) -> Span | None:
    """The month that a rule speaks of a part of; None where it is a date of another kind."""
    mention = draft.at(match["of"])
    return mention.span if mention.kind is Kind.MONTH else None


def _part_of_month(draft: Draft, match: re.Match[str]) -> Mention | None:
    month = _month(draft, match)
    if month is None:
        return None
    first, last = _PARTS[match["part"]]
    last = min(last, month.latest.day)
    return ranging(Span(month.earliest.replace(day=first), month.latest.replace(day=last)))


def _week_of_month(draft: Draft, match: re.Match[str]) -> Mention | None:
    month = _month(draft, match)
    if month is None:
        return None
    if match["which"] == "last":
        return ranging(Span(month.latest - 6 * ONE_DAY, month.latest))
    begins = month.earliest + (int(match["which"][0]) - 1) * 7 * ONE_DAY
    return ranging(Span(begins, min(begins + 6 * ONE_DAY, month.latest)))


def _weekday_of_month(draft: Draft, match: re.Match[str]) -> Mention | None:
    month = _month(draft, match)
    if month is None:
        return None
    number = -1 if match["which"] == "last" else int(match["which"][0])
    return on_days([nth_weekday(month, WEEKDAYS.index(match["weekday"]), number)])


def _day_of_month(draft: Draft, match: re.Match[str]) -> Mention | None:
    month = _month(draft, match)
    if month is None:
        return None
    if match["day"] is None:
        return on_days([month.latest])
    return on_days([day_of(month.earliest.year, month.earliest.month, int(match["day"]))])


def _day_only(draft: Draft, match: re.Match[str]) -> Mention:
    days = days_of_month(int(match["day"]), draft.written_on)
    if draft.is_ahead(match):
        this = draft.written_on.replace(day=1)
        coming = [this, months_before(this, -1), months_before(this, -2)]
        ahead = [day_of(on.year, on.month, int(match["day"])) for on in coming]
        days = (*(day for day in ahead if day and day > draft.written_on), *days)
    return on_days(days)


def _feast(draft: Draft, match: re.Match[str]) -> Mention:
    if match["year"]:
        return on_days([feast_in(match["feast"], full_year(match["year"], draft.written_on))])
    return on_days(draft.likeliest(feasts(match["feast"], draft.written_on), match))


def _after_christmas(draft: Draft, match: re.Match[str]) -> Mention:  # noqa: ARG001
    first = days_of_year(12, 26, draft.written_on)[0]
    return ranging(Span(first, first.replace(day=31)))


def _easter_week(draft: Draft, match: re.Match[str]) -> Mention:
    """The Monday before Easter Day to the Saturday after it: people call both weeks so."""
    named = match["year"]
    year = full_year(named, draft.written_on) if named else draft.written_on.year
    spans = [Span(day - 6 * ONE_DAY, day + 6 * ONE_DAY)
             for back in (0, 1) if (day := feast_in("eastersunday", year - back))]  # fmt: skip
    return ranging(next((s for s in spans if named or s.earliest <= draft.written_on), None))


_PARTS_AND_FEASTS = [
    rule(rf"(?P<part>early|mid|late)(?: -)? {FILLER}(?P<of>{SIGN})", _part_of_month),
    rule(rf"(?P<which>last|[1-4]th) week {FILLER}(?P<of>{SIGN})", _week_of_month),
    rule(rf"(?P<which>last|[1-5]th) {WEEKDAY} {FILLER}(?P<of>{SIGN})", _weekday_of_month),
    rule(rf"(?:last day|(?P<day>\d{{1,2}})(?:th)?(?: day)?) {FILLER}(?P<of>{SIGN})", _day_of_month),
    rule(rf"(?<!\d )(?P<day>\d{{1,2}})th(?! ?(?:week|day|month|year|time|count|{'|'.join(WEEKDAYS)}|{SIGN}))", _day_only),  # noqa: E501
    rule(r"between christmas and newyears(?:eve|day)", _after_christmas),
    rule(rf"easterweek{_OPTIONAL_YEAR}", _easter_week),
    rule(rf"(?P<feast>{'|'.join(FEASTS)}){_OPTIONAL_YEAR}", _feast),
]  # fmt: skip

RULES = (*_NAMED, *_MONTHS, *_PARTS_AND_FEASTS)
FIGURES = tuple(_FIGURES)
