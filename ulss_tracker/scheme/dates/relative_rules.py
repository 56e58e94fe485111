"""Dates counted from the day of writing: last Tuesday, about four weeks ago, a week last Friday."""

import re
from datetime import date

from ulss_tracker.scheme.dates.joined_counts import ABOUT_DAYS, ADDED_UP, is_beside_another, number
from ulss_tracker.scheme.dates.mentions import (
    BETWEEN,
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
_DAYS = "|".join(WEEKDAYS)
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
    if which in ("last", "past"):
        return ranging(last_weekday(on, weekday), Kind.NEAR)
    if which == "before last":
        return ranging(last_weekday(on, weekday).moved(-_WEEK), Kind.NEAR)
    if which in ("this", "this week"):
        return on_days([week_of(on).earliest + weekday * ONE_DAY], Kind.NEAR)
    before = match.string[: match.start()]
    if _OF_AN_EVENT.match(match.string, match.end()) or (
        _THAT.search(before) and _BESIDE_AN_EVENT.match(match.string, match.end())
    ):
        return None
    if (
        re.search(SIGN, before)
        and not draft.is_ahead(match)
        and (which == "next" or _THAT.search(before))
    ):
        return None  # of a story: counted from the date before it
    if which == "next":
        return ranging(next_weekday(on, weekday), Kind.NEAR)
    if which != "just gone" and draft.is_ahead(match):
        return on_days([weekday_after(on, weekday)], Kind.NEAR)
    return on_days([weekday_before(on, weekday)], Kind.NEAR)


def _bank_holiday(draft: Draft, match: re.Match[str]) -> Mention:
    named = match["other"] or match["weekday"]
    weekday = WEEKDAYS.index(named) if named else None
    return on_days([bank_holiday_before(draft.written_on, weekday)], Kind.NEAR)


def _weekday_with_date(draft: Draft, match: re.Match[str]) -> Mention | None:
    """A date with the day of its week: they must agree. Of a range, the days of that name."""
    mention, weekday = draft.at(match["of"]), WEEKDAYS.index(match["weekday"])
    if mention.span is None or mention.kind is Kind.MONTH:
        return mention
    if not mention.span.is_day:
        return _days_of_name(mention.span, weekday)
    spans = mention.spans[: 2 if match.groupdict().get("next") else 1]
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
    least, most = FEW if few else (number(match["count"]),) * 2
    most = max(most, int(match["more"] or 0))
    least = min(least, int(match["more"] or least))
    span = Span(back(anchor.earliest, most, unit), back(anchor.latest, least, unit))
    vague = match["about"] or match["some"] or match.groupdict().get("orso")
    return ranging(span.widened(-ABOUT_DAYS, ABOUT_DAYS) if vague else span, Kind.NEAR)


def _ago_from(draft: Draft, match: re.Match[str]) -> Mention | None:
    """So long before a date that is itself counted from the day of writing."""
    return _ago(draft, match) if draft.at(match["of"]).kind is Kind.NEAR else None


def _weeks_back_on(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Friday three weeks ago": counted from the last Friday, or in the week of that time."""
    weekday = WEEKDAYS.index(match["weekday"])
    then = draft.written_on - number(match["count"]) * _WEEK * ONE_DAY
    days = (weekday_before(then, weekday), week_of(then).earliest + weekday * ONE_DAY)
    return ranging(Span(min(days), max(days)), Kind.NEAR)


def _within(draft: Draft, match: re.Match[str]) -> Mention:
    if is_beside_another(match):
        return NO_SUCH_DAY
    most = FEW[1] if match["count"] == "few" else number(match["count"] or "1")
    return ranging(Span(back(draft.written_on, most, match["unit"]), draft.written_on))


def _weekday_in_week(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Wednesday last week"."""
    which = match.groupdict().get("before") or match["which"] or "last"
    away = {"this": 0, "last": -1, "before last": -2, "next": 1}[which]
    monday = week_of(draft.written_on).earliest + away * _WEEK * ONE_DAY
    return on_days([monday + WEEKDAYS.index(match["weekday"]) * ONE_DAY], Kind.NEAR)


def _weekdays_ago(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Three Fridays ago"."""
    least, most = FEW if match["count"] == "few" else (number(match["count"]),) * 2
    last = one_day(weekday_before(draft.written_on, WEEKDAYS.index(match["weekday"])))
    return ranging(last.widened(-(most - 1) * _WEEK, -(least - 1) * _WEEK), Kind.NEAR)


def _weekday_week(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Tuesday week": seven days after the next Tuesday. Said of the past it is no answer."""
    if _PAST.search(match.string):
        return NO_SUCH_DAY
    coming = weekday_after(draft.written_on, WEEKDAYS.index(match["weekday"]))
    weeks = number(match.groupdict().get("count") or "1")
    return on_days([coming + weeks * _WEEK * ONE_DAY], Kind.NEAR)


def _still_to_come(draft: Draft, match: re.Match[str]) -> Mention | None:
    """ "In two weeks"; None where the words do not speak of what is to come."""
    if not (match["ahead"] or draft.is_ahead(match) or _IS.search(match.string[: match.start()])):
        return None
    unit, today = match["unit"], draft.written_on
    least, most = FEW if match["count"] == "few" else (number(match["count"]),) * 2
    least, most = sorted((least, int(match["more"] or most)))
    span = Span(back(today, -least, unit), back(today, -most, unit))
    is_vague = match["about"] or match["some"]
    return ranging(span.widened(-ABOUT_DAYS, ABOUT_DAYS) if is_vague else span, Kind.NEAR)


_PAST = re.compile(r"(?<!\w)(?:ago|was|were|had|got|last|past|gone|oedd|cafodd)(?!\w)")
_THAT = re.compile(r"(?<!\w)(?:the|that|y) $")
# Of something that is no date, "the Friday after half term", it may be any Friday.
_JUDGE = "last|hhj|judge|his|her|the judge|mr|mrs|ms|recorder"
_OF_AN_EVENT = re.compile(rf" of (?!last|this|next)| before (?!{_JUDGE})")
_BESIDE_AN_EVENT = re.compile(rf" (?:after|following) (?!{_JUDGE})")
_IS = re.compile(r"(?<!\w)is $")
_OR_SO = r"(?P<orso> ?orso| ago (?:orso|about))?"
_OR_SO_AGAIN = _OR_SO.replace("orso>", "orso2>")
_NOT_IN_WEEKS = r"(?<!\d )(?<!a )"
_IS_DAY = r"(?:a |which was a |it was a |was a )?"
_SPAN_OF_TIME = r"(?P<count>\d+|few)~? (?P<unit>day|week|month)"
_COUNTED = rf"{_HEDGE}(?:it is )?{_COUNT}{_TO} "

RULES = (
    ADDED_UP,
    rule(rf"(?P<away>{'|'.join(_AWAY)})", _near),
    rule(rf"(?:{WEEKDAY} )?bankholiday(?: (?P<other>{_DAYS}))?", _bank_holiday),
    rule(
        rf"(?:(?P<next>next)|last|this)? ?{WEEKDAY}(?: last| next)?(?: ,)? {FILLER}(?P<of>{SIGN})",
        _weekday_with_date,
    ),
    rule(
        rf"(?P<of>{SIGN})(?: ,)? (?:\( )?{_IS_DAY}{WEEKDAY}(?: \))?(?! (?:last|before|week|ago))",
        _weekday_with_date,
    ),
    rule(rf"{_COUNT} {WEEKDAY} ago", _weekdays_ago),
    rule(rf"{WEEKDAY}(?: ,)? {_COUNT} (?P<unit>week) ago", _weeks_back_on),
    rule(rf"{_COUNT} (?P<unit>week) ago on {FILLER}{WEEKDAY}", _weeks_back_on),
    rule(rf"{WEEKDAY} week(?! ?(?:ago|last|past))", _weekday_week),
    rule(rf"(?<!willbe ){_COUNT} week on {WEEKDAY}(?= ?$)", _weekday_week),
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
        _weekday_in_week,
    ),
    rule(
        rf"{WEEKDAY} {FILLER}"
        r"(?:(?P<which>last|this|next) week|week (?:last|(?P<before>before last)))",
        _weekday_in_week,
    ),
    rule(
        rf"{_NOT_IN_WEEKS}(?:week last|(?P<which>last|this) week) {FILLER}{WEEKDAY}",
        _weekday_in_week,
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
        _weekday,
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
