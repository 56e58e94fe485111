"""Dates read from other dates: the day after one, from one to another, not this one but that."""

import re

from ulss_tracker.scheme.dates.joined_counts import ABOUT_DAYS, how_many
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
)  # fmt: skip
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import (
    ONE_DAY,
    Span,
    back,
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
    if match["side"] == "before":
        counted = Span(
            back(span.earliest, most, match["unit"]), back(span.latest, least, match["unit"])
        )
    else:
        counted = Span(
            back(span.earliest, -least, match["unit"]), back(span.latest, -most, match["unit"])
        )
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


_SIDE = r"(?P<side>before|after|following)"
_OTHER_DATE = rf"{FILLER}(?P<last>{SIGN})"
_EITHER = rf"(?:either )?{FILLER}(?P<first>{SIGN}) ?"
_ALSO = r" ?(?:\( ?\))? ?(?:and|&|a|ac) "
_AGAIN = (
    r"(?: ?[,(-])? ?(?:(?:i think|so|that is|thats|ie|i e|which was|which is|it was|namely"
    r"|so it was|being|sef|on|the|ar|y|yr|about|of|in) )*"
)

RULES = (
    rule(
        r"(?:(?P<about>about|just) )?(?P<count>a|\d+|few)(?P<some>~)?"
        r"(?: ?(?:or|to|-|/|and|i|neu) ?(?P<more>\d+))? (?P<unit>day|week|month|year)"
        rf" {_SIDE} {BETWEEN}{FILLER}(?P<of>{SIGN})",
        _counted_beside,
    ),
    rule(rf"(?:the |y )?(?P<what>day|just|week) {_SIDE} {BETWEEN}{FILLER}(?P<of>{SIGN})", _beside),
    rule(rf"(?:the )?{WEEKDAY} {_SIDE} {BETWEEN}{FILLER}(?P<of>{SIGN})", _weekday_beside),
    rule(
        rf"(?P<of>{SIGN}) ?[,(]? ?or {FILLER}(?P<day>\d{{1,2}})(?:th)?"
        r"(?! ?(?:day|week|month|year))(?: \))?",
        _or_day,
    ),
    rule(rf"(?P<of>{SIGN}) or {FILLER}day before(?! {FILLER}{SIGN})", _or_day_before),
    rule(rf"notbefore {FILLER}(?P<of>{SIGN})", _from_then_on),
    rule(rf"(?:about|over) {FILLER}(?P<of>{SIGN})", _about),
    rule(rf"(?P<of>{SIGN}) ?(?:orso|about(?= ?$| ?[.,;)]))", _about),
    rule(
        rf"(?:between|from|o) {_EITHER}"
        rf"(?:,? ?(?:or|and|to|until|till|-|/|&|a|ac|i)) ?{_OTHER_DATE}",
        _from_to,
    ),
    rule(rf"{_EITHER}(?:,? ?(?:or|to|until|till|-|/)) ?{_OTHER_DATE}", _from_to),
    # Two sentences, or two days of a hearing: from the first.
    rule(rf"^{FILLER}(?P<first>{SIGN}){_ALSO}{_OTHER_DATE}(?: ?\( ?\))? ?$", _from_to),
    rule(rf"(?P<first>{SIGN}){_AGAIN}(?P<last>{SIGN})(?! is )", _same_date),
    rule(rf"(?P<first>{SIGN}){_AGAIN}(?P<last>{SIGN})(?! is )", _same_date),
)
# A day from which something was moved to another, and the words that say so.
_MOVED = re.compile(
    rf"(?:{SIGN}[^@.\ue000-\uf8ff]{{0,60}})?@moved (?:to|until|till|for|i|tan) {FILLER}(?={SIGN})"
)
_DENIED = re.compile(
    rf"\( ?not {FILLER}{SIGN}[^()\ue000-\uf8ff]*\)"
    rf"|(?<!\w)not {FILLER}{SIGN}(?: as (?:i|we|they|he|she|the) [^.;,()\ue000-\uf8ff]*)?"
)
_CORRECTED = re.compile(
    rf"{SIGN} ?[,.-]? ?(?:(?:no|na|sorry|i mean|actually|correction|make that"
    rf"|but (?:it|that) (?:was|is)|really) ?[,.]? ?)+(?={FILLER}{SIGN})"
)
# "3 November (my birthday)", "6 May (our anniversary)": something else of the same day.
_BY_THE_WAY = re.compile(rf"(?<={SIGN})(?: ?,)? ?\( ?(?:my|our|her|his)(?: [a-z@0-9]+){{1,4}} ?\)")
# "My birthday, the 9th": the same day under another name.
_ALSO_CALLED = re.compile(
    r"(?:on )?(?:my|our|her|his|their) (?:[a-z]+ ){0,3}@birthday ,? ?(?:which (?:is|was) )?"
    rf"(?={FILLER}{SIGN})"
)
_OPEN = re.compile(
    rf"(?<!\w)(?:before|after|following|since|until|till|by|morethan|lessthan) {FILLER}{SIGN}"
)


def without_denied(words: str) -> str:
    """The words without a date that is said to be wrong: "not the 9th", "the 9th, no, the 10th".

    What else was on the day goes too: "the 9th (my birthday)".
    """
    words = _ALSO_CALLED.sub("", _BY_THE_WAY.sub("", words)).replace("@birthday", "@other")
    return _CORRECTED.sub(" ", _DENIED.sub(" ", words))


def without_moved(words: str) -> str:
    """The words with the day that something was adjourned to in place of the day it was to be."""
    return _MOVED.sub("", words).replace("@moved", "@other")


def without_open(words: str) -> str:
    """The words without a date that only bounds the right one."""
    return _OPEN.sub(" @other ", words)
