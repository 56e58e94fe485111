"""Dates counted from the day of writing: last Tuesday, about four weeks ago, a week last Friday."""

import re

from ulss_tracker.scheme.dates.joined_counts import (
    ABOUT_DAYS,
    ADDED_UP,
    how_many,
    is_beside_another,
    number,
)
from ulss_tracker.scheme.dates.mentions import (
    BETWEEN,
    FILLER,
    NO_SUCH_DAY,
    SIGN,
    WEEKDAY,
    DateKind,
    Draft,
    Mention,
    on_days,
    ranging,
    rule,
)
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    FEW,
    ONE_DAY,
    Span,
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
_DAYS = "|".join(WEEKDAYS)
_COUNT = r"(?P<count>a|an|\d+|few)(?P<some>~)?"
_UNIT = r"(?P<unit>day|week|month|year)"
_HEDGE = r"(?:(?P<about>about|just|not quite) )?"
_TO = r"(?: ?(?:or|to|-|/|and|i) ?(?P<more>\d+))?"


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
    span = Span(back(anchor.earliest, most, unit), back(anchor.latest, least, unit))
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
    unit, today = match["unit"], draft.written_on
    least, most = how_many(match)
    span = Span(back(today, -least, unit), back(today, -most, unit))
    is_vague = match["about"] or match["some"]
    return ranging(span.widened(-ABOUT_DAYS, ABOUT_DAYS) if is_vague else span, DateKind.NEAR)


_IS = re.compile(r"(?<!\w)is $")
_OR_SO = r"(?P<orso> ?orso| ago (?:orso|about))?"
_OR_SO_AGAIN = _OR_SO.replace("orso>", "orso2>")
_NOT_IN_WEEKS = r"(?<!\d )(?<!a )"
_IT_WAS = r"(?:it was )?(?:on )?"
_IS_DAY = r"(?:a |which was a |it was a |was a )?"
_SPAN_OF_TIME = r"(?P<count>\d+|few)~? (?P<unit>day|week|month)"
_COUNTED = rf"{_HEDGE}(?:it is )?{_COUNT}{_TO} "

RULES = (
    ADDED_UP,
    rule(rf"(?P<away>{'|'.join(_AWAY)})", _near),
    rule(rf"(?:{WEEKDAY} )?bankholiday(?: (?P<other>{_DAYS}))?", _bank_holiday),
    rule(
        rf"(?:(?P<next>next)|last|this)? ?{WEEKDAY}(?: last| next)?(?: ,)? {FILLER}(?P<of>{SIGN})",
        weekday_with_date,
    ),
    rule(
        rf"(?P<of>{SIGN})(?: ,)? (?:it was )?(?:on )?(?:the|y) {WEEKDAY}(?= ?$| ?[.;,)])",
        days_in_range,
    ),
    rule(
        rf"(?P<of>{SIGN})(?: ,)? (?:\( )?{_IS_DAY}{WEEKDAY}(?: \))?(?! (?:last|before|week|ago))",
        weekday_with_date,
    ),
    rule(rf"{_COUNT} {WEEKDAY} ago", weekdays_ago),
    rule(rf"{WEEKDAY}(?: ,)? {_COUNT} (?P<unit>week) ago", weeks_back_on),
    rule(rf"{_COUNT} (?P<unit>week) ago on {FILLER}{WEEKDAY}", weeks_back_on),
    rule(rf"{WEEKDAY} week(?! ?(?:ago|last|past|before))", weekday_week),
    rule(rf"(?<!willbe ){_COUNT} week on {WEEKDAY}(?= ?$)", weeks_on),
    rule(
        rf"(?:lessthan|last|past) {FILLER}(?:last |past )?{_SPAN_OF_TIME}(?! ago {SIGN})(?: ago)?",
        _within,
    ),
    rule(
        r"(?:lessthan|past) (?:last |past |a )?(?:(?P<count>1) )?(?P<unit>week|month)(?: ago)?",
        _within,
    ),
    rule(  # the first of "Monday or Tuesday last week"
        rf"{WEEKDAY}(?=(?: ?(?:or|and|to|-|/|,) ?{FILLER}(?:{_DAYS}))+ {FILLER}"
        r"(?:(?P<which>last|this|next) week|week last))",
        weekday_in_week,
    ),
    rule(
        rf"{WEEKDAY} {FILLER}"
        r"(?:(?P<which>last|this|next) week|week (?:last|(?P<before>before last)))",
        weekday_in_week,
    ),
    rule(
        rf"{_NOT_IN_WEEKS}(?:(?P<either>week last)|(?P<which>last|this) week) {FILLER}{WEEKDAY}",
        weekday_in_week,
    ),
    rule(
        rf"{_NOT_IN_WEEKS}(?:(?P<which>last|this|next) week"
        rf"|week (?P<after>before last|last)(?! {WEEKDAY}))",
        _week,
    ),
    rule(
        r"(?:(?P<last>last)|this|over) ?(?:the )?weekend(?: just gone)?"
        r"|weekend just gone|weekend",
        _weekend,
    ),
    rule(
        rf"(?:(?P<before>last|past|this|next) )?(?<!following ){WEEKDAY}"
        r"(?: (?P<after>before last|last|just gone|this week|next))?"
        rf"(?! later)(?! (?:before|after) (?:that|it|then))"
        rf"(?! (?:before|after|following) {BETWEEN}{FILLER}{SIGN})",
        weekday_alone,
    ),
    rule(
        rf"(?P<ahead>)in {_HEDGE}{_COUNT}{_TO} {_UNIT}(?! ?(?:ago|of|sentence))(?: time)?",
        _still_to_come,
    ),
    rule(rf"{_HEDGE}{_COUNT}{_TO} {_UNIT} (?P<ahead>from (?:{SIGN}|now))", _still_to_come),
    rule(rf"(?:willbe )?{_COUNTED}{_UNIT} ago (?:i )?{FILLER}(?P<of>{SIGN})", _ago_from),
    rule(rf"willbe {_COUNTED}{_UNIT} {FILLER}(?P<of>{SIGN})", _ago_from),
    # A month or a year before a date may as well be how long the sentence is.
    rule(rf"{_COUNTED}(?P<unit>day|week) (?:i )?{FILLER}(?P<of>{SIGN})", _ago_from),
    rule(rf"{_HEDGE}(?<!morethan ){_COUNT}{_TO} {_UNIT}{_OR_SO} ago{_OR_SO_AGAIN}", _ago),
)
WEEKS_BY_DATE = (
    rule(rf"(?P<edge>weekcommencing|weekending) {FILLER}(?P<of>{SIGN})", _week_by_date),
)
