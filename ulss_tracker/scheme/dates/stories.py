"""Which of the dates in a story is that of the sentence: not an arrest, a plea or a verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ulss_tracker.scheme.dates.joining_rules import agreed
from ulss_tracker.scheme.dates.mentions import (
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
    ago,
    month_before,
    week_of,
    weekday_after,
    weekday_before,
)

_SAYS = patterns_of("stories")
_SENTENCE, _OTHER, _MAGISTRATES = "@sentence", "@other", "@magistrates"


@dataclass(frozen=True, slots=True)
class Piece:
    """A role, a date or the edge of a clause, in the order of the text."""

    text: str
    clause: int

    @property
    def is_role(self) -> bool:
        """Whether it says what happened."""
        return self.text.startswith("@")


def sentence_date(draft: Draft) -> Mention | None:
    """The date of sentence among all that were read, else the only one of no other role."""
    words = draft.words = _without_magistrates(_count_from_before(draft, draft.words))
    pieces = _pieces(_SAYS["after_other"].sub(r"\g<of>", words))
    places = [n for n, piece in enumerate(pieces) if re.fullmatch(SIGN, piece.text)]
    roles = {n: _role(pieces, n) for n in places}
    for wanted in (_SENTENCE, ""):
        found = [pieces[n].text for n in places if roles[n] == wanted]
        if found:
            is_read = all(_is_read_whole(draft, words, sign) for sign in found)
            return _all_agree([draft.at(sign) for sign in found]) if is_read else None
    return None


def _without_magistrates(words: str) -> str:
    """The words with a magistrates' court as an earlier hearing, unless nothing else is told of.

    "Magistrates 5 October, sentenced 9 November" tells of two days; of one day alone it is where
    the sentence was passed.
    """
    is_alone = len(re.findall(SIGN, words)) == 1 and _OTHER not in words
    return words.replace(_MAGISTRATES, "" if is_alone else _OTHER)


def without_terms(words: str) -> str:
    """The words with "got five years" as a sentence: how long it is says nothing of when."""
    return _SAYS["term"].sub(_SENTENCE, words)


def _is_read_whole(draft: Draft, words: str, sign: str) -> bool:
    """Whether no word of time is left beside a date, which would make it another."""
    before, after = words.split(sign, 1)
    if draft.at(sign).kind is DateKind.NEAR and _SAYS["unread_count"].search(before):
        return False
    return not (_SAYS["unread_before"].search(before) or _SAYS["unread_after"].match(after))


def _all_agree(mentions: Sequence[Mention]) -> Mention:
    whole = mentions[0]
    for mention in mentions[1:]:
        whole = agreed(whole, mention)
    return whole


def _count_from_before(draft: Draft, words: str) -> str:
    """The words with "six weeks later" and "the same day" counted from the date before them."""

    def count(match: re.Match[str]) -> str:
        signs = re.findall(SIGN, match.string[: match.start()])
        before = draft.at(signs[-1]).span if signs else None
        if before is None:
            return match[0]
        sign = draft.sign(_counted(before, match))
        # Of two days, of which one is the day before the other, the other is that of the news.
        is_hence = match["so"] or match["weekday_before"]
        return f"so {_SENTENCE} {sign}" if is_hence else sign

    return _SAYS["counted"].sub(count, words)


def _counted(span: Span, match: re.Match[str]) -> Mention:
    """The day that words count from a date before them."""
    if match["daybefore"]:
        return ranging(span.moved(-1))
    if weekday := match["weekday_before"]:
        return on_days([weekday_before(span.earliest, WEEKDAYS.index(weekday))])
    if weekday := match["in_week"]:
        return on_days([week_of(span.earliest).earliest + WEEKDAYS.index(weekday) * ONE_DAY])
    return _later(span, match)


def _later(span: Span, match: re.Match[str]) -> Mention:
    if match["sameday"]:
        return ranging(span)
    if match["nextday"]:
        return ranging(span.moved(1))
    if whole := match["whole"] or match["whole_after"]:
        return _next_whole(span, whole)
    if weekday := match["weekday"] or match["weekday_later"]:
        return on_days([weekday_after(span.earliest, WEEKDAYS.index(weekday))])
    count = -(int(match["count"]) if match["count"].isdigit() else 1)
    return ranging(ago(span, count, count, match["unit"]))


def _next_whole(span: Span, unit: str) -> Mention:
    """The week or the month after that of a date."""
    if unit == "week":
        return ranging(week_of(span.earliest).or_else(week_of(span.latest)).moved(7))
    first, last = (month_before(day, -1) for day in (span.earliest, span.latest))
    return ranging(first.or_else(last))


def _pieces(words: str) -> list[Piece]:
    pieces, clause = [], 0
    for match in _SAYS["piece"].finditer(words):
        if match[0].startswith("@") or re.fullmatch(SIGN, match[0]):
            pieces.append(Piece(match[0], clause))
        else:
            clause += 1
    return pieces


def _role(pieces: Sequence[Piece], place: int) -> str:
    """Say of which event a date is: its clause decides, then the words beside it.

    In its clause the sentence wins where no other date stands between; else the nearest word.
    """
    clause = pieces[place].clause
    before, after = _until_a_date(pieces[:place][::-1]), _until_a_date(pieces[place + 1 :])
    own_before = [piece.text for piece in before if piece.clause == clause]
    own_after = [piece.text for piece in after if piece.clause == clause]
    own = [piece for piece in pieces if piece.clause == clause]
    if own_after and not own[0].is_role and own[-1].is_role:  # "5/9/26 plea 16/10/26 sentence"
        return own_after[-1] if _SENTENCE not in own_after else _SENTENCE
    is_last = pieces[place] is [piece for piece in own if not piece.is_role][-1]
    if _SENTENCE in own_before or (not own_before and is_last and _SENTENCE in own_after):
        return _SENTENCE
    if own_before or own_after:
        return (own_before or own_after)[0]
    dated = {piece.clause for piece in pieces if not piece.is_role}
    beside = [
        next((piece.text for piece in pieces if piece.clause not in dated), "")
        for pieces in (before, after)
    ]
    return _SENTENCE if _SENTENCE in beside else next(filter(None, beside), "")


def _until_a_date(pieces: Sequence[Piece]) -> list[Piece]:
    """The roles up to the next date."""
    return list(takewhile(lambda piece: piece.is_role, pieces))
