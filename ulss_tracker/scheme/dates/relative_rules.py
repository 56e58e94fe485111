"""Dates counted from the day of writing: last Tuesday, about four weeks ago, a week last Friday."""

import re

from ulss_tracker.scheme.dates.joined_counts import (
    ABOUT_DAYS,
    added_up,
    how_many,
    is_beside_another,
    number,
)
from ulss_tracker.scheme.dates.mentions import (
    NO_SUCH_DAY,
    DateKind,
    Draft,
    Mention,
    on_days,
    ranging,
)
from ulss_tracker.scheme.dates.patterns import rules_of
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    FEW,
    ONE_DAY,
    Span,
    ago,
    back,
    bank_holiday_before,
    one_day,
    week_of,
    weekday_before,
)
from ulss_tracker.scheme.dates.weekdays import (
    WEEK,
    days_in_range,
    weekday_alone,
    weekday_in_week,
    weekday_week,
    weekday_with_date,
    weekdays_ago,
    weeks_back_on,
    weeks_on,
)

_AWAY = {"today": 0, "yesterday": -1, "twodaysago": -2, "tomorrow": 1, "dayaftertomorrow": 2}
_IS = re.compile(r"(?<!\w)is $")


def _near(draft: Draft, match: re.Match[str]) -> Mention:
    return on_days([draft.written_on + _AWAY[match["away"]] * ONE_DAY], DateKind.NEAR)


def _bank_holiday(draft: Draft, match: re.Match[str]) -> Mention:
    named = match["other"] or match["weekday"]
    weekday = WEEKDAYS.index(named) if named else None
    return on_days([bank_holiday_before(draft.written_on, weekday)], DateKind.NEAR)


def _week(draft: Draft, match: re.Match[str]) -> Mention:
    away = {"this": 0, "last": -1, "before last": -2, "next": 1}[match["which"] or match["after"]]
    return ranging(week_of(draft.written_on).moved(away * WEEK))


def _weekend(draft: Draft, match: re.Match[str]) -> Mention:
    saturday = weekday_before(draft.written_on, 5)
    weeks = WEEK if match["last"] else 0
    return ranging(Span(saturday - weeks * ONE_DAY, saturday + ONE_DAY))


def _week_by_date(draft: Draft, match: re.Match[str]) -> Mention:
    """The week that begins, or ends, on a date."""
    span = draft.at(match["of"]).span
    if span is None:
        return NO_SUCH_DAY
    weeks = span.widened(0, 6) if match["edge"] == "weekcommencing" else span.widened(-6, 0)
    return ranging(weeks)


def _ago(draft: Draft, match: re.Match[str]) -> Mention:
    """So long ago, with five days either way where it is only about so."""
    if is_beside_another(match):
        return NO_SUCH_DAY
    anchor = one_day(draft.written_on)
    if of := match.groupdict().get("of"):
        mention = draft.at(of)
        if mention.kind is not DateKind.NEAR or mention.span is None:
            return NO_SUCH_DAY
        anchor = mention.span
    unit, (least, most) = match["unit"], how_many(match)
    span = ago(anchor, least, most, unit)
    vague = match["about"] or match["some"] or match.groupdict().get("orso")
    return ranging(span.widened(-ABOUT_DAYS, ABOUT_DAYS) if vague else span, DateKind.NEAR)


def _ago_from(draft: Draft, match: re.Match[str]) -> Mention | None:
    """So long before a date that is itself counted from the day of writing."""
    return _ago(draft, match) if draft.at(match["of"]).kind is DateKind.NEAR else None


def _within(draft: Draft, match: re.Match[str]) -> Mention:
    if is_beside_another(match):
        return NO_SUCH_DAY
    most = FEW[1] if match["count"] == "few" else number(match["count"] or "1")
    return ranging(Span(back(draft.written_on, most, match["unit"]), draft.written_on))


def _still_to_come(draft: Draft, match: re.Match[str]) -> Mention | None:
    """ "In two weeks"; None where the words do not speak of what is to come."""
    if not (match["ahead"] or draft.is_ahead(match) or _IS.search(match.string[: match.start()])):
        return None
    least, most = how_many(match)
    span = ago(one_day(draft.written_on), -most, -least, match["unit"])
    is_vague = match["about"] or match["some"]
    return ranging(span.widened(-ABOUT_DAYS, ABOUT_DAYS) if is_vague else span, DateKind.NEAR)


RULES = rules_of(
    "relative",
    {
        "added_up": added_up,
        "near": _near,
        "bank_holiday": _bank_holiday,
        "weekday_with_date": weekday_with_date,
        "days_in_range": days_in_range,
        "weekdays_ago": weekdays_ago,
        "weeks_back_on": weeks_back_on,
        "weekday_week": weekday_week,
        "weeks_on": weeks_on,
        "within": _within,
        "weekday_in_week": weekday_in_week,
        "week": _week,
        "weekend": _weekend,
        "weekday_alone": weekday_alone,
        "still_to_come": _still_to_come,
        "ago_from": _ago_from,
        "ago": _ago,
    },
    away="|".join(_AWAY),
)
WEEKS_BY_DATE = rules_of("weeks_by_date", {"week_by_date": _week_by_date})
