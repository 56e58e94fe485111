"""Dates read from other dates: the day after one, from one to another, not this one but that."""

import re

from ulss_tracker.scheme.dates.joined_counts import ABOUT_DAYS, how_many
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
    ONE_DAY,
    Span,
    ago,
    day_of,
    one_day,
    week_of,
    weekday_after,
    weekday_before,
)

_WEEK = 7


def _beside(draft: Draft, match: re.Match[str]) -> Mention | None:
    """The day, the week or the few days before or after a date."""
    span = draft.at(match["of"]).span
    if span is None:
        return None
    is_before = match["side"] == "before"
    if match["what"] == "day":
        return on_days([span.earliest - ONE_DAY if is_before else span.latest + ONE_DAY])
    if match["what"] == "just":
        near = span.moved(-_WEEK) if is_before else span.moved(_WEEK)
        return ranging(
            Span(near.earliest, span.earliest - ONE_DAY)
            if is_before
            else Span(span.latest + ONE_DAY, near.latest)
        )
    if is_before:  # seven days, or the week by the calendar
        monday = week_of(span.earliest).earliest - _WEEK * ONE_DAY
        seven = span.earliest - _WEEK * ONE_DAY
        return ranging(Span(min(monday, seven), span.earliest - ONE_DAY))
    return ranging(Span(span.latest + ONE_DAY, week_of(span.latest).latest + _WEEK * ONE_DAY))


def _counted_beside(draft: Draft, match: re.Match[str]) -> Mention | None:
    """Two weeks before or after a date."""
    span = draft.at(match["of"]).span
    if span is None:
        return None
    least, most = how_many(match)
    if match["side"] != "before":
        least, most = -most, -least
    counted = ago(span, least, most, match["unit"])
    is_vague = match["about"] or match["some"]
    return ranging(counted.widened(-ABOUT_DAYS, ABOUT_DAYS) if is_vague else counted)


def _weekday_beside(draft: Draft, match: re.Match[str]) -> Mention | None:
    """The Friday before or after a date."""
    span, weekday = draft.at(match["of"]).span, WEEKDAYS.index(match["weekday"])
    if span is None:
        return None
    if match["side"] == "before":
        return on_days([weekday_before(span.earliest, weekday)])
    return on_days([weekday_after(span.latest, weekday)])


def _from_then_on(draft: Draft, match: re.Match[str]) -> Mention | None:
    """No earlier than a date, and no later than the day of writing."""
    span = draft.at(match["of"]).span
    if span is None or span.earliest > draft.written_on:
        return None
    return ranging(Span(span.earliest, draft.written_on))


def _about(draft: Draft, match: re.Match[str]) -> Mention | None:
    mention = draft.at(match["of"])
    if mention.span is None or not mention.span.is_day:
        return mention
    return ranging(mention.span.widened(-ABOUT_DAYS, ABOUT_DAYS))


def _from_to(draft: Draft, match: re.Match[str]) -> Mention:
    """From one date to the other. A day of the month before another is of the same month."""
    first, last = draft.at(match["first"]), draft.at(match["last"])
    if first.span is None or last.span is None:
        return Mention(())
    latest = last.span
    before = [span for span in first.spans if span.earliest <= latest.earliest]
    return ranging((before[0] if before else first.span).or_else(latest))


def _or_day(draft: Draft, match: re.Match[str]) -> Mention | None:
    """ "5 November (or 4)": that day of the same month too."""
    span = draft.at(match["of"]).span
    if span is None or not span.is_day:
        return None
    other = day_of(span.earliest.year, span.earliest.month, int(match["day"]))
    return ranging(span.or_else(one_day(other))) if other else NO_SUCH_DAY


def _or_day_before(draft: Draft, match: re.Match[str]) -> Mention | None:
    """ "Yesterday or the day before"."""
    span = draft.at(match["of"]).span
    return ranging(span.widened(-1, 0)) if span else None


def agreed(one: Mention, other: Mention) -> Mention:
    """One date said twice: what both allow, or a date that cannot be."""
    both = [span for a in one.spans for b in other.spans if (span := a.and_also(b)) is not None]
    if one.span and other.span and one.span.is_day and other.span.is_day:
        both = [span for span in both if span in (one.span, other.span)]
    kind = DateKind.NEAR if DateKind.NEAR in (one.kind, other.kind) else DateKind.DAY
    return Mention(tuple(both[:1]), kind)


def _same_date(draft: Draft, match: re.Match[str]) -> Mention:
    """One date said twice; of two ranges that do not meet, both: "end of May beginning of June"."""
    first, last = draft.at(match["first"]), draft.at(match["last"])
    both = agreed(first, last)
    if both.span or not (first.span and last.span) or first.span.is_day or last.span.is_day:
        return both
    return ranging(first.span.or_else(last.span))


RULES = rules_of(
    "joining",
    {
        "counted_beside": _counted_beside,
        "beside": _beside,
        "weekday_beside": _weekday_beside,
        "or_day": _or_day,
        "or_day_before": _or_day_before,
        "from_then_on": _from_then_on,
        "about": _about,
        "from_to": _from_to,
        "same_date": _same_date,
    },
)
