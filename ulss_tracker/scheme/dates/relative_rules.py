"""Dates counted from the day of writing: last Tuesday, about four weeks ago, a week last Friday."""

import re
from datetime import date

from ulss_tracker.scheme.dates.joined_counts import ABOUT_DAYS, ADDED_UP, is_beside_another
from ulss_tracker.scheme.dates.mentions import (
    FILLER,
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
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    FEW,
    ONE_DAY,
    Span,
    back,
    bank_holiday_before,
    one_day,
    week_of,
    weekday_after,
    weekday_before,
)  # fmt: skip

_WEEK = 7
_AWAY = {"today": 0, "yesterday": -1, "twodaysago": -2, "tomorrow": 1, "dayaftertomorrow": 2}
_COUNT = r"(?P<count>a|an|\d+|few)(?P<some>~)?"
_UNIT = r"(?P<unit>day|week|month|year)"
_HEDGE = r"(?:(?P<about>about|just|not quite) )?"
_TO = r"(?: ?(?:or|to|-|/|and|i) ?(?P<more>\d+))?"


def _near(draft: Draft, match: re.Match[str]) -> Mention:
    return on_days([draft.written_on + _AWAY[match["away"]] * ONE_DAY], Kind.NEAR)


def last_weekday(written_on: date, weekday: int) -> Span:
    """ "Last Friday": where this week has had a Friday, that one or the one before."""
    latest = weekday_before(written_on, weekday)
    is_this_week = latest >= week_of(written_on).earliest
    return Span(latest - _WEEK * ONE_DAY if is_this_week else latest, latest)


def next_weekday(written_on: date, weekday: int) -> Span:
    """ "Next Friday": where this week has one to come, that one or the one after."""
    coming = weekday_after(written_on, weekday)
    is_this_week = coming <= week_of(written_on).latest
    return Span(coming, coming + _WEEK * ONE_DAY if is_this_week else coming)


def _weekday(draft: Draft, match: re.Match[str]) -> Mention | None:
    weekday, on = WEEKDAYS.index(match["weekday"]), draft.written_on
    which = match["before"] or match["after"] or ""
    if which == "last":
        return ranging(last_weekday(on, weekday), Kind.NEAR)
    if which == "before last":
        return ranging(last_weekday(on, weekday).moved(-_WEEK), Kind.NEAR)
    if which in ("this", "this week"):
        return on_days([week_of(on).earliest + weekday * ONE_DAY], Kind.NEAR)
    if which == "next":
        if re.search(SIGN, match.string[: match.start()]) and not draft.is_ahead(match):
            return None  # of a story: counted from the date before it
        return ranging(next_weekday(on, weekday), Kind.NEAR)
    if which != "just gone" and draft.is_ahead(match):
        return on_days([weekday_after(on, weekday)], Kind.NEAR)
    return on_days([weekday_before(on, weekday)], Kind.NEAR)


def _bank_holiday(draft: Draft, match: re.Match[str]) -> Mention:
    weekday = WEEKDAYS.index(match["weekday"]) if match["weekday"] else None
    return on_days([bank_holiday_before(draft.written_on, weekday)], Kind.NEAR)


def _weekday_with_date(draft: Draft, match: re.Match[str]) -> Mention | None:
    """A date with the day of its week: they must agree. Of a range, the days of that name."""
    mention, weekday = draft.at(match["of"]), WEEKDAYS.index(match["weekday"])
    if mention.span is None or mention.kind is Kind.MONTH:
        return mention
    if not mention.span.is_day:
        return _days_of_name(mention.span, weekday)
    spans = mention.spans if match.groupdict().get("next") else mention.spans[:1]
    agree = tuple(span for span in spans if span.earliest.weekday() == weekday)
    return Mention(agree, mention.kind)


def _days_of_name(span: Span, weekday: int) -> Mention:
    first = weekday_after(span.earliest - ONE_DAY, weekday)
    last = weekday_before(span.latest + ONE_DAY, weekday)
    return ranging(Span(first, last) if first <= last else None)


def _week(draft: Draft, match: re.Match[str]) -> Mention:
    away = {"this": 0, "last": -1, "before last": -2, "next": 1}[match["which"] or match["after"]]
    return ranging(week_of(draft.written_on).moved(away * _WEEK))


def _weekend(draft: Draft, match: re.Match[str]) -> Mention:
    saturday = weekday_before(draft.written_on, 5)
    weeks = _WEEK if match["last"] else 0
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
        if mention.kind is not Kind.NEAR or mention.span is None:
            return NO_SUCH_DAY
        anchor = mention.span
    unit, few = match["unit"], match["count"] == "few"
    least, most = FEW if few else (_number(match["count"]),) * 2
    most = max(most, int(match["more"] or 0))
    least = min(least, int(match["more"] or least))
    span = Span(back(anchor.earliest, most, unit), back(anchor.latest, least, unit))
    vague = match["about"] or match["some"] or match.groupdict().get("orso")
    return ranging(span.widened(-ABOUT_DAYS, ABOUT_DAYS) if vague else span, Kind.NEAR)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 1


def _weeks_back_on(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Friday three weeks ago": counted from the last Friday, or in the week of that time."""
    weekday = WEEKDAYS.index(match["weekday"])
    then = draft.written_on - _number(match["count"]) * _WEEK * ONE_DAY
    days = (weekday_before(then, weekday), week_of(then).earliest + weekday * ONE_DAY)
    return ranging(Span(min(days), max(days)), Kind.NEAR)


def _within(draft: Draft, match: re.Match[str]) -> Mention:
    if is_beside_another(match):
        return NO_SUCH_DAY
    most = FEW[1] if match["count"] == "few" else _number(match["count"] or "1")
    return ranging(Span(back(draft.written_on, most, match["unit"]), draft.written_on))


_ANCHOR = rf"(?: ago)? {FILLER}(?P<of>{SIGN})"
_OR_SO = r"(?P<orso> ?orso| ago (?:orso|about))?"


RULES = (
    ADDED_UP,
    rule(rf"(?P<away>{'|'.join(_AWAY)})", _near),
    rule(rf"(?:{WEEKDAY} )?bankholiday(?: (?P<other>{'|'.join(WEEKDAYS)}))?",
         lambda draft, match: _bank_holiday(draft, match) if not match["other"]
         else on_days([bank_holiday_before(draft.written_on, WEEKDAYS.index(match["other"]))], Kind.NEAR)),  # noqa: E501
    rule(rf"(?:(?P<next>next)|last|this)? ?{WEEKDAY}(?: last| next)?(?: ,)? {FILLER}(?P<of>{SIGN})", _weekday_with_date),  # noqa: E501
    rule(rf"(?P<of>{SIGN})(?: ,)? (?:\( )?(?:a |which was a |it was a |was a )?{WEEKDAY}(?: \))?(?! (?:last|before|week))", _weekday_with_date),  # noqa: E501
    rule(rf"{WEEKDAY}(?: ,)? {_COUNT} (?P<unit>week) ago", _weeks_back_on),
    rule(rf"{_COUNT} (?P<unit>week) ago on {FILLER}{WEEKDAY}", _weeks_back_on),
    rule(rf"(?:lessthan|last|past) {FILLER}(?:last |past )?(?:(?P<count>\d+|few)~? )(?P<unit>day|week|month)(?! ago {SIGN})(?: ago)?", _within),  # noqa: E501
    rule(r"(?:lessthan|past) (?:last |past |a )?(?:(?P<count>1) )?(?P<unit>week|month)(?: ago)?",
         _within),
    rule(rf"{WEEKDAY} {FILLER}(?P<which>last|this|next)(?P<after>) week",
         lambda draft, match: _weekday_in_week(draft, match)),
    rule(rf"(?<!\d )(?<!a )(?:week last|(?P<which>last|this) week) {FILLER}{WEEKDAY}",
         lambda draft, match: _weekday_in_week(draft, match)),
    rule(rf"(?<!\d )(?<!a )(?:(?P<which>last|this|next) week|week (?P<after>before last|last)(?! {WEEKDAY}))", _week),  # noqa: E501
    rule(r"(?:(?P<last>last)|this|over) ?(?:the )?weekend(?: just gone)?|weekend just gone|weekend", _weekend),  # noqa: E501
    rule(rf"(?:(?P<before>last|this|next) )?{WEEKDAY}(?: (?P<after>before last|last|just gone|this week|next))?(?! later)(?! (?:before|after) {FILLER}{SIGN})", _weekday),  # noqa: E501
    rule(rf"(?:willbe )?{_HEDGE}(?:it is )?{_COUNT}{_TO} {_UNIT}{_ANCHOR}",
         lambda draft, match: _ago(draft, match) if draft.at(match["of"]).kind is Kind.NEAR else None),  # noqa: E501
    rule(rf"{_HEDGE}(?<!morethan ){_COUNT}{_TO} {_UNIT}{_OR_SO} ago{_OR_SO.replace('orso>', 'orso2>')}",  # noqa: E501
         lambda draft, match: _ago(draft, match)),
)  # fmt: skip


def _weekday_in_week(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Wednesday last week"."""
    away = {"this": 0, "last": -1, "next": 1}[match["which"] or "last"]
    monday = week_of(draft.written_on).earliest + away * _WEEK * ONE_DAY
    return on_days([monday + WEEKDAYS.index(match["weekday"]) * ONE_DAY], Kind.NEAR)


WEEKS_BY_DATE = (
    rule(rf"(?P<edge>weekcommencing|weekending) {FILLER}(?P<of>{SIGN})", _week_by_date),
)
