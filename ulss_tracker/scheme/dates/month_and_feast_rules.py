"""Dates named by a part of a month or by a feast: late last month, the first Monday, Boxing Day."""

import re

from ulss_tracker.scheme.dates.calendar_rules import full_year, whole_year
from ulss_tracker.scheme.dates.mentions import DateKind, Draft, Mention, on_days, ranging
from ulss_tracker.scheme.dates.patterns import rules_of
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    FEASTS,
    ONE_DAY,
    Span,
    day_of,
    days_of_month,
    days_of_year,
    feast_in,
    feasts,
    months_before,
    nth_weekday,
    week_of,
)

_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def _month(draft: Draft, match: re.Match[str]) -> Span | None:
    """The month that a rule speaks of a part of; None where it is a date of another kind."""
    mention = draft.at(match["of"])
    return mention.span if mention.kind is DateKind.MONTH else None


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
    this = draft.written_on.replace(day=1)
    coming = [this, months_before(this, -1), months_before(this, -2)]
    dated = [day_of(on.year, on.month, int(match["day"])) for on in coming]
    ahead = [day for day in dated if day and day > draft.written_on]
    if draft.is_ahead(match):
        return on_days((*ahead, *days))
    return on_days((*days[:1], *ahead[:1], *days[1:]))


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
    sundays = (feast_in("eastersunday", year - back) for back in (0, 1))
    spans = [Span(sunday - 6 * ONE_DAY, sunday + 6 * ONE_DAY) for sunday in sundays]
    return ranging(next((s for s in spans if named or s.earliest <= draft.written_on), None))


def _feast_week(draft: Draft, match: re.Match[str]) -> Mention:
    """The week of a feast, whether it begins on a Sunday or a Monday."""
    day = feasts(match["feast"], draft.written_on)[0]
    return ranging(week_of(day).widened(-1, 0))


def _may_bank_holiday(draft: Draft, match: re.Match[str]) -> Mention:  # noqa: ARG001
    """Either of the two of a May."""
    early = feasts("maybankholiday", draft.written_on)[0]
    return ranging(Span(early, feast_in("springbankholiday", early.year)))


RULES = rules_of(
    "month_and_feast",
    {
        "part_of_month": _part_of_month,
        "week_of_month": _week_of_month,
        "weekday_of_month": _weekday_of_month,
        "day_of_month": _day_of_month,
        "day_only": _day_only,
        "after_christmas": _after_christmas,
        "may_bank_holiday": _may_bank_holiday,
        "feast_week": _feast_week,
        "easter_week": _easter_week,
        "feast": _feast,
        "whole_year": whole_year,
    },
    feasts="|".join(FEASTS),
)
