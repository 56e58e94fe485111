"""The rest of a text that was read: words left over that could name a qualifying offence.

They keep an answer at "a lawyer must check"; other words of a story are set aside.
"""

import re
from collections.abc import Sequence
from datetime import date

from ulss_tracker.scheme.reading.cues import MentionStatus
from ulss_tracker.scheme.reading.mentions import Mention, counted_of, explains, is_acquitted
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.polarity import Standings
from ulss_tracker.scheme.reading.stated_facts import FactTable, Graver
from ulss_tracker.scheme.reading.tokens import inside, without

MOST_BETWEEN = 160
"""Characters between a name and the provision that belongs to it."""

_SAYS = patterns_of("left_over")
_MOST_IN_ITEM = 6
# Where no conviction is stated, an offence that may yet be one.
_TOLD = frozenset({MentionStatus.SAID, MentionStatus.CONVICTED})
_UNSETTLED = frozenset({MentionStatus.CHARGED, MentionStatus.OTHERS, MentionStatus.CONTEXT})


def left_over(
    text: str,
    mentions: Sequence[Mention],
    said: Standings,
    read: Sequence[tuple[int, int]],
    facts: FactTable,
) -> list[tuple[int, int]]:
    """Where words stand that could name a qualifying offence and were not read.

    `read` is where facts are stated; `facts` knows the words that decide, and those set aside.
    """
    counted = counted_of(mentions)
    is_stated = any(one.standing is MentionStatus.CONVICTED for one in mentions)
    left = list(said.unread)
    if said.is_not_known:
        left.append((0, min(len(text), 60)))
    unsure = _said_besides(mentions, counted, is_stated)
    if not is_stated:
        unsure += _unsettled(mentions, counted)
    left += _places(unsure)
    spans = [*_places(mentions), *read]
    if not is_stated:
        left += _decisive(text, counted, spans, facts)
    left += [
        (start, end)
        for start, end in _items_unread(text, spans)
        if not facts.is_aside(text[start:end])
    ]
    return left


def _places(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in mentions]


def _said_besides(
    mentions: Sequence[Mention], counted: Sequence[Mention], is_stated: bool
) -> list[Mention]:
    """The offences said that do not count, that nothing explains, and that may be convictions."""
    return [
        one
        for one in mentions
        if one.standing is MentionStatus.SAID and one not in counted and one.is_weak != is_stated
        if not (is_stated and all(row.is_out for row in one.rows))
        if not explains(counted, one) and not is_acquitted(mentions, one)
        if not any(other.rows == one.rows and other.form is one.form for other in counted)
    ]


def _unsettled(mentions: Sequence[Mention], counted: Sequence[Mention]) -> list[Mention]:
    """Offences that may yet be convictions, where none is stated."""
    return [
        one
        for one in mentions
        if one.standing in _UNSETTLED and one not in counted and not _is_old(one)
    ]


def _decisive(
    text: str, counted: Sequence[Mention], spans: Sequence[tuple[int, int]], facts: FactTable
) -> list[tuple[int, int]]:
    """Words that decide, unless what was read holds, heads or tells them."""
    named = " ".join(text[one.start : one.end] for one in counted)
    return [
        (start, end)
        for start, end in facts.decisive(text)
        if not inside(start, end, spans)
        and text[start:end] not in named
        and not any(_heads(text, end, one) or _tells(text, start, one) for one in counted)
    ]


def told_graver(
    text: str, mentions: Sequence[Mention], facts: FactTable, on: date | None
) -> dict[tuple[int, int], Graver]:
    """The words that could make a conviction outside a graver offence, which is not named.

    What an everyday word tells of is told, not named; what is another's name is not about them.
    `on` is the day of sentence.
    """
    counted = counted_of(mentions)
    named = [
        one for one in mentions if one in counted or not (one.is_weak and one.standing in _TOLD)
    ]
    ids = frozenset(row.id for one in named for row in one.rows)
    outside = {tuple(row.id for row in one.rows) for one in counted if not _is_in(one)}
    return {
        place: graver
        for rows in sorted(outside)
        for place, graver in facts.tell_of_graver(
            without(text, _places([one for one in named if tuple(r.id for r in one.rows) != rows])),
            rows,
            ids,
            on,
        ).items()
    }


def _is_in(one: Mention) -> bool:
    return all(row.in_scheme for row in one.rows)


def _is_old(one: Mention) -> bool:
    """True for an offence of another day that is out, whatever is asked."""
    return (
        one.standing is MentionStatus.CONTEXT and bool(one.rows) and all(r.is_out for r in one.rows)
    )


def _items_unread(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The items of a list parted by semicolons that may each be an offence, and were not read."""
    items = [match.span() for match in re.finditer(r"[^;]+", text)]
    return [
        (start, end)
        for start, end in items
        if len(items) > 1
        and 0 < len(re.findall(r"[^\W\d]{2,}", text[start:end])) <= _MOST_IN_ITEM
        and not inside(start, end, spans)
    ]


def _heads(text: str, end: int, mention: Mention) -> bool:
    """True if words stand where the name does of an offence whose provision follows."""
    gap = text[end : mention.start]
    return mention.is_cited and 0 < len(gap) <= MOST_BETWEEN and not re.search(r"[;\n]|\.\s", gap)


def _tells(text: str, start: int, mention: Mention) -> bool:
    """True if words are the particulars of an offence whose name and provision are both said."""
    gap = text[mention.end : start] if mention.end <= start else ""
    is_whole = len(mention.by) > 1 and mention.is_cited and not mention.is_unsure
    return is_whole and bool(_SAYS["particulars"].match(gap))
