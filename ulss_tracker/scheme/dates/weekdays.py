"""Days of the week, counted from the day of writing: last Friday, three Fridays ago."""

import re
from datetime import date

from ulss_tracker.scheme.dates.joined_counts import how_many, number
from ulss_tracker.scheme.dates.mentions import (
    NO_SUCH_DAY,
    SIGN,
    DateKind,
    Draft,
    Mention,
    on_days,
    ranging,
)
from ulss_tracker.scheme.dates.patterns import patterns_of
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    ONE_DAY,
    Span,
    one_day,
    week_of,
    weekday_after,
    weekday_before,
)

WEEK = 7
_SAYS = patterns_of("weekday")


def last_weekday(written_on: date, weekday: int) -> Span:
    """ "Last Friday": where this week has had a Friday, that one or the one before."""
    latest = weekday_before(written_on, weekday)
    is_this_week = latest >= week_of(written_on).earliest
    return Span(latest - WEEK * ONE_DAY if is_this_week else latest, latest)


def next_weekday(written_on: date, weekday: int) -> Span:
    """ "Next Friday": where this week has one to come, that one or the one after."""
    coming = weekday_after(written_on, weekday)
    is_this_week = coming <= week_of(written_on).latest
    return Span(coming, coming + WEEK * ONE_DAY if is_this_week else coming)


def _weekday_this_week(written_on: date, weekday: int) -> Span:
    return one_day(week_of(written_on).earliest + weekday * ONE_DAY)


def _weekday_before_last(written_on: date, weekday: int) -> Span:
    return last_weekday(written_on, weekday).moved(-WEEK)


_BY_WORD = {
    "last": last_weekday,
    "past": last_weekday,
    "before last": _weekday_before_last,
    "this": _weekday_this_week,
    "this week": _weekday_this_week,
}


def weekday_alone(draft: Draft, match: re.Match[str]) -> Mention | None:
    """ "Last Friday", "on Friday"; None where it is of an event or of the date before it."""
    weekday, on = WEEKDAYS.index(match["weekday"]), draft.written_on
    which = match["before"] or match["after"] or ""
    if match["after"] == "just gone":  # "this Friday just gone" is not the one to come
        which = "just gone"
    if which in _BY_WORD:
        return ranging(_BY_WORD[which](on, weekday), DateKind.NEAR)
    before = match.string[: match.start()]
    if (signs := re.findall(SIGN, before)) and _SAYS["hence"].search(before):
        return None  # counted from the date before it
    if signs and before.endswith(" a "):  # "12 September 26, they sat on a Saturday"
        return _same_weekday(draft.at(signs[-1]), weekday)
    if _SAYS["of_an_event"].match(match.string, match.end()) or (
        _SAYS["that"].search(before) and _SAYS["beside_an_event"].match(match.string, match.end())
    ):
        return None
    is_told_of = which == "next" or _SAYS["that"].search(before)
    if signs and is_told_of and not draft.is_ahead(match):
        return None  # of a story: counted from the date before it
    if which == "next":
        return ranging(next_weekday(on, weekday), DateKind.NEAR)
    if which != "just gone" and draft.is_ahead(match):
        return on_days([weekday_after(on, weekday)], DateKind.NEAR)
    return on_days([weekday_before(on, weekday)], DateKind.NEAR)


def weekday_with_date(draft: Draft, match: re.Match[str]) -> Mention | None:
    """A date with the day of its week: they must agree. Of a range, the days of that name."""
    mention, weekday = draft.at(match["of"]), WEEKDAYS.index(match["weekday"])
    if mention.span is None or mention.kind is DateKind.MONTH:
        return mention
    if not mention.span.is_day:
        return _days_of_name(mention.span, weekday)
    spans = mention.spans[: 2 if match.groupdict().get("next") else 1]
    agree = tuple(span for span in spans if span.earliest.weekday() == weekday)
    return Mention(agree, mention.kind)


def _same_weekday(mention: Mention, weekday: int) -> Mention:
    """A day whose day of the week is said apart from it; no day where that is another."""
    span = mention.span
    is_same = span is not None and span.is_day and span.earliest.weekday() == weekday
    return mention if is_same else NO_SUCH_DAY


def days_in_range(draft: Draft, match: re.Match[str]) -> Mention | None:
    """ "The end of last month, the Friday": each Friday of it; None beside a day."""
    span = draft.at(match["of"]).span
    if span is None or span.is_day:
        return None
    return _days_of_name(span, WEEKDAYS.index(match["weekday"]))


def _days_of_name(span: Span, weekday: int) -> Mention:
    first = weekday_after(span.earliest - ONE_DAY, weekday)
    last = weekday_before(span.latest + ONE_DAY, weekday)
    return ranging(Span(first, last) if first <= last else None)


def weeks_back_on(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Friday three weeks ago": counted from the last Friday, or in the week of that time."""
    weekday = WEEKDAYS.index(match["weekday"])
    then = draft.written_on - number(match["count"]) * WEEK * ONE_DAY
    days = (weekday_before(then, weekday), week_of(then).earliest + weekday * ONE_DAY)
    return ranging(Span(min(days), max(days)), DateKind.NEAR)


def weekday_in_week(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Wednesday last week"; "week last Wednesday" may be a week before last Wednesday too."""
    which = match.groupdict().get("before") or match["which"] or "last"
    away = {"this": 0, "last": -1, "before last": -2, "next": 1}[which]
    monday = week_of(draft.written_on).earliest + away * WEEK * ONE_DAY
    day = one_day(monday + WEEKDAYS.index(match["weekday"]) * ONE_DAY)
    return ranging(day.widened(-WEEK, 0) if match.groupdict().get("either") else day, DateKind.NEAR)


def weekdays_ago(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Three Fridays ago"."""
    least, most = how_many(match)
    last = one_day(weekday_before(draft.written_on, WEEKDAYS.index(match["weekday"])))
    return ranging(last.widened(-(most - 1) * WEEK, -(least - 1) * WEEK), DateKind.NEAR)


def weeks_on(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Six weeks on Thursday": so long before the last or the next; "a week on" it is to come."""
    weeks = number(match["count"])
    if weeks == 1 or draft.is_ahead(match):
        return weekday_week(draft, match)
    weekday = WEEKDAYS.index(match["weekday"])
    ends = weekday_before(draft.written_on, weekday), weekday_after(draft.written_on, weekday)
    return ranging(Span(*ends).moved(-weeks * WEEK), DateKind.NEAR)


def weekday_week(draft: Draft, match: re.Match[str]) -> Mention:
    """ "Tuesday week": seven days after the next Tuesday. Said of the past it is no answer."""
    if _SAYS["past"].search(match.string):
        return NO_SUCH_DAY
    coming = weekday_after(draft.written_on, WEEKDAYS.index(match["weekday"]))
    weeks = number(match.groupdict().get("count") or "1")
    return on_days([coming + weeks * WEEK * ONE_DAY], DateKind.NEAR)
