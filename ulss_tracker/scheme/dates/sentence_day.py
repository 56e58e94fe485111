"""The day or days on which a sentence was passed, read from what somebody wrote of it.

English or Welsh, in any form, counted from the day of writing. Safety decides every doubt: the
earliest day is never later than the words allow, for a later one loses a deadline. What cannot be
read, or contradicts itself, is no answer. Why this is ours: docs/adr/0011-dates-in-words.md.
"""

from datetime import date

from ulss_tracker.scheme.dates import (
    calendar_rules,
    joining_rules,
    month_and_feast_rules,
    relative_rules,
)
from ulss_tracker.scheme.dates.mentions import Draft, rewrite
from ulss_tracker.scheme.dates.patterns import patterns_of, rewriting_of
from ulss_tracker.scheme.dates.plain_words import fold, in_plain_words
from ulss_tracker.scheme.dates.spans import ONE_DAY, Span
from ulss_tracker.scheme.dates.stories import sentence_date, without_terms

# Longer than anybody writes of a date; of a longer text a part could miss the day.
LONGEST = 2000
# No sentence is fixed so far ahead: further is a slip of the pen.
_FURTHEST_AHEAD = 366 * ONE_DAY
_FURTHEST_DATED = 183 * ONE_DAY
_SAYS = patterns_of("sentence_day")


def read_sentence_day(text: str, written_on: date) -> Span | None:
    """From the earliest to the latest day that the words allow; None where they say none.

    A range does not reach past the day of writing. A day to come is read only where the words
    speak of one to come, or say its year.
    """
    if len(text) > LONGEST:
        return None
    try:
        draft = Draft(fold(text), written_on)
        rewrite(draft, calendar_rules.FIGURES)
        draft.words = plain = in_plain_words(draft.words)
        rewrite(draft, calendar_rules.RULES)
        rewrite(draft, month_and_feast_rules.RULES)
        draft.words = without_terms(draft.words)
        rewrite(draft, relative_rules.RULES)
        rewrite(draft, relative_rules.WEEKS_BY_DATE)
        draft.words = rewriting_of("denied")(rewriting_of("moved")(draft.words))
        rewrite(draft, joining_rules.RULES)
        draft.words = rewriting_of("open")(draft.words)
        mention = sentence_date(draft)
    except (OverflowError, ValueError):  # a count that no calendar holds
        return None
    if mention is None or mention.span is None:
        return None
    is_ahead = bool(_SAYS["ahead"].search(plain)) or _is_dated(mention.span, text, written_on)
    return _not_past_writing(mention.span, written_on, is_ahead=is_ahead)


def _is_dated(span: Span, text: str, written_on: date) -> bool:
    """Whether a day to come is said with its year, and is not so far off that this is a slip."""
    is_near = span.is_day and span.earliest - written_on <= _FURTHEST_DATED
    return is_near and bool(_SAYS["year_said"].search(text))


def _not_past_writing(span: Span, written_on: date, *, is_ahead: bool) -> Span | None:
    if span.earliest > written_on:
        return span if is_ahead and span.earliest - written_on <= _FURTHEST_AHEAD else None
    return Span(span.earliest, min(span.latest, written_on))
