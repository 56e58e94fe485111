"""Dates read from other dates: the day after one, from one to another, not this one but that."""

import re

from ulss_tracker.scheme.dates.joined_counts import ABOUT_DAYS
from ulss_tracker.scheme.dates.mentions import (
    FILLER,
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
from ulss_tracker.scheme.dates.spans import ONE_DAY, Span, week_of, weekday_after, weekday_before

_WEEK = 7
# Words between "the day after" and the date it is after: "my birthday, which is".
_WHICH_IS = r"(?:(?:my|his|her|our|their|the|s|fy|ei|@other)? ?(?:[a-z@]+ ){0,3}[,(]? ?(?:which|that) (?:is|was|falls|fell) )?"  # noqa: E501


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


def _weekday_beside(draft: Draft, match: re.Match[str]) -> Mention | None:
    """The Friday before or after a date."""
    span, weekday = draft.at(match["of"]).span, WEEKDAYS.index(match["weekday"])
    if span is None:
        return None
    if match["side"] == "before":
        return on_days([weekday_before(span.earliest, weekday)])
    return on_days([weekday_after(span.latest, weekday)])


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


def agreed(one: Mention, other: Mention) -> Mention:
    """One date said twice: what both allow, or a date that cannot be."""
    both = [span for a in one.spans for b in other.spans if (span := a.and_also(b)) is not None]
    if one.span and other.span and one.span.is_day and other.span.is_day:
        both = [span for span in both if span in (one.span, other.span)]
    kind = Kind.NEAR if Kind.NEAR in (one.kind, other.kind) else Kind.DAY
    return Mention(tuple(both[:1]), kind)


def _same_date(draft: Draft, match: re.Match[str]) -> Mention:
    return agreed(draft.at(match["first"]), draft.at(match["last"]))


_SIDE = r"(?P<side>before|after)"
_PAIR = rf"(?:either )?{FILLER}(?P<first>{SIGN}) ?(?:,? ?(?:or|and|to|until|till|-|/|&|a|ac|i)) ?{FILLER}(?P<last>{SIGN})"  # noqa: E501
_AGAIN = r"(?: ?[,(-])? ?(?:(?:i think|so|that is|thats|ie|i e|which was|which is|it was|namely|so it was|being|sef|on|the|ar|y|yr|about|of|in) )*"  # noqa: E501

RULES = (
    rule(rf"(?:the |y )?(?P<what>day|just|week) {_SIDE} {_WHICH_IS}{FILLER}(?P<of>{SIGN})", _beside),  # noqa: E501
    rule(rf"(?:the )?{WEEKDAY} {_SIDE} {FILLER}(?P<of>{SIGN})", _weekday_beside),
    rule(rf"(?:about|over) {FILLER}(?P<of>{SIGN})", _about),
    rule(rf"(?P<of>{SIGN}) ?(?:orso|about)", _about),
    rule(rf"(?:between|from|o) {_PAIR}", _from_to),
    rule(rf"(?:either )?{FILLER}(?P<first>{SIGN}) ?(?:,? ?(?:or|to|until|till|-|/)) ?{FILLER}(?P<last>{SIGN})", _from_to),  # noqa: E501
    rule(rf"(?P<first>{SIGN}){_AGAIN}(?P<last>{SIGN})", _same_date),
    rule(rf"(?P<first>{SIGN}){_AGAIN}(?P<last>{SIGN})", _same_date),
)  # fmt: skip
_DENIED = re.compile(rf"(?<!\w)not {FILLER}{SIGN}")
_OPEN = re.compile(rf"(?<!\w)(?:before|after|since|until|till|by|morethan) {FILLER}{SIGN}")


def without_denied(words: str) -> str:
    """The words without a date that is said to be wrong."""
    return _DENIED.sub(" ", words)


def without_open(words: str) -> str:
    """The words without a date that only bounds the right one."""
    return _OPEN.sub(" @other ", words)
