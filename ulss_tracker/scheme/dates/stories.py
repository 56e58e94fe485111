"""Which of the dates in a story is that of the sentence: an arrest, a plea and a verdict are not."""  # noqa: E501

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.dates.joining_rules import agreed
from ulss_tracker.scheme.dates.mentions import CLAUSE, SIGN, Draft, Mention, on_days, ranging
from ulss_tracker.scheme.dates.plain_words import WEEKDAYS
from ulss_tracker.scheme.dates.spans import Span, back, weekday_after

_PIECE = re.compile(rf"@sentence|@other|{SIGN}|{CLAUSE.pattern}")
_TERM = re.compile(
    r"(?<!\w)(?:got|given|gave him|gave her|get|received|handed|cael) (?:(?:a|about|him|her) )?\d+ (?:year|month|week)(?! ago)"  # noqa: E501
)
_COUNTED = re.compile(
    rf"(?P<sameday>sameday)|(?P<nextday>nextday|1 day later|day after(?! {SIGN}))"
    r"|(?:following|next) (?P<weekday>" + "|".join(WEEKDAYS) + r")"
    r"|(?P<weekday_later>" + "|".join(WEEKDAYS) + r") later"
    r"|(?P<count>a|\d+) (?P<unit>day|week|month|year) (?:later|after(?:wards)?)"
)
_SENTENCE, _OTHER = "@sentence", "@other"


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
    """The date of sentence among all that were read: that one, else the only one of no other role."""  # noqa: E501
    words = _TERM.sub(_SENTENCE, draft.words)
    words = _count_from_before(draft, words)
    pieces = _pieces(words)
    places = [n for n, piece in enumerate(pieces) if re.fullmatch(SIGN, piece.text)]
    roles = {n: _role(pieces, n) for n in places}
    for wanted in (_SENTENCE, ""):
        found = [draft.at(pieces[n].text) for n in places if roles[n] == wanted]
        if found:
            return _all_agree(found)
    return None


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
        return draft.sign(_later(before, match)) if before else match[0]

    return _COUNTED.sub(count, words)


def _later(span: Span, match: re.Match[str]) -> Mention:
    if match["sameday"]:
        return ranging(span)
    if match["nextday"]:
        return ranging(span.moved(1))
    if weekday := match["weekday"] or match["weekday_later"]:
        return on_days([weekday_after(span.earliest, WEEKDAYS.index(weekday))])
    count = -(int(match["count"]) if match["count"].isdigit() else 1)
    return ranging(
        Span(back(span.earliest, count, match["unit"]), back(span.latest, count, match["unit"]))
    )


def _pieces(words: str) -> list[Piece]:
    pieces, clause = [], 0
    for match in _PIECE.finditer(words):
        if match[0].startswith("@") or re.fullmatch(SIGN, match[0]):
            pieces.append(Piece(match[0], clause))
        else:
            clause += 1
    return pieces


def _role(pieces: Sequence[Piece], place: int) -> str:
    """Say of which event a date is: its clause decides, then the words beside it.

    In its clause the sentence wins where no other date stands between; else the nearest word.
    """
    before, after = _until_a_date(pieces[:place][::-1]), _until_a_date(pieces[place + 1 :])
    clause = pieces[place].clause
    own_before = [piece.text for piece in before if piece.clause == clause]
    own_after = [piece.text for piece in after if piece.clause == clause]
    is_last = not any(piece.clause == clause and not piece.is_role for piece in pieces[place + 1 :])
    if _SENTENCE in own_before or (not own_before and is_last and _SENTENCE in own_after):
        return _SENTENCE
    if own_before or own_after:
        return (own_before or own_after)[0]
    beside = [found[0].text for found in (before, after) if found]
    return _SENTENCE if _SENTENCE in beside else next(iter(beside), "")


def _until_a_date(pieces: Sequence[Piece]) -> list[Piece]:
    """The roles up to the next date."""
    roles = []
    for piece in pieces:
        if not piece.is_role:
            break
        roles.append(piece)
    return roles
