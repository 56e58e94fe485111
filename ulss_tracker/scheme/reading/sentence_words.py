"""Reads a sentence written in words into its parts, or says which words it did not understand.

The words stay what they were; a person confirms the reading. So it is better to leave words unread
than to read them wrong: a clause is read only when every word of it has a place in the grammar
below. "£400 fine or 14 days' imprisonment in default" has no 14 days of imprisonment in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.reading.patterns import compiled
from ulss_tracker.scheme.reading.sentence_grammar import (
    BESIDE,
    COUNT,
    LENGTH,
    LENGTHS,
    PATTERNS,
    PREFIX,
    SERVED,
    read_length,
)
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind, Served

LONGEST = 2_000
"""Characters: what a sentence may be recorded with. Nothing longer is read."""
_LONGEST_PART = 250

# Between these, what stands on one side never qualifies the other.
_HARD = re.compile(
    r"\s*(?:;|\n|\+|\bplus\b|\.\s+(?=[A-Z£\d])|(?:(?<=\s)|^)\(?\d{1,2}\)\s)\s*", re.I
)
# Between these it may: what stands before must be a part by itself.
_SOFT = re.compile(r"\s*(?:,\s*(?:(?:and|with)\b)?|\band\b|\bwith\b|\btogether with\b)\s*", re.I)
_EDGES = " \t\r\n.,:;-"


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence reads: its parts in their order, and the words that were not understood."""

    parts: tuple[Part, ...]
    unread: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every word was understood."""
        return bool(self.parts) and not self.unread


def read_sentence(text: str, kind: OrderKind | None = None) -> Reading:
    """Read a sentence in words. Words that have no place in the grammar come back as `unread`.

    A length alone (“8 years”) is read where `kind` says that it is of imprisonment, also before
    what is ordered beside that (“8 years, disqualified for 5 years”).
    """
    plain = _plain(text)
    if kind is OrderKind.IMPRISONMENT and (reading := _of_imprisonment(plain[:LONGEST])):
        return reading
    if not plain or len(plain) > LONGEST:
        return Reading((), (plain[:LONGEST],) if plain else ())
    parts: list[Part] = []
    unread: list[str] = []
    for clause in _HARD.split(plain):
        for found in _read(clause.strip(_EDGES)):
            if isinstance(found, Part):
                parts.append(found)
            else:
                unread.append(found)
    return Reading(tuple(parts), tuple(unread))


def _of_imprisonment(plain: str) -> Reading | None:
    """Words that are a length, or begin with one before orders that are all understood."""
    if alone := _length(plain.strip(_EDGES)):
        return Reading((Part(PartKind.IMPRISONMENT, plain, length=alone),), ())
    for separator in (*_HARD.finditer(plain), *_SOFT.finditer(plain, 0, _LONGEST_PART)):
        head = plain[: separator.start()].strip(_EDGES)
        if length := _length(head):
            rest = read_sentence(plain[separator.end() :])
            if rest.is_whole and all(part.kind in BESIDE for part in rest.parts):
                return Reading((Part(PartKind.IMPRISONMENT, head, length=length), *rest.parts), ())
    return None


def _plain(text: str) -> str:
    """One kind of apostrophe, dash and space; nothing else of the words is touched."""
    text = re.sub(r"[‘’`´]", "'", text)
    text = re.sub(r"[‐‑‒–—]", "-", text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def _read(clause: str) -> list[Part | str]:
    """The parts of a clause; what is left of it, from the first words not understood, as one."""
    if not clause:
        return []
    whole = _match(clause)
    if whole:
        return [whole]
    best: list[Part | str] = [clause]
    for separator in _SOFT.finditer(clause, 0, _LONGEST_PART):
        first = _match(clause[: separator.start()].strip(_EDGES))
        if first is None:
            continue
        found = [first, *_read(clause[separator.end() :].strip(_EDGES))]
        if not any(isinstance(each, str) for each in found):
            return found
        if _unread(found) < _unread(best):
            best = found
    return best


def _unread(found: list[Part | str]) -> int:
    return sum(len(each) for each in found if isinstance(each, str))


def _match(clause: str) -> Part | None:
    """The one part that is all of this clause, or None."""
    said = clause
    count = COUNT.match(clause)
    if count:
        clause = clause[count.end() :]
    clause = PREFIX.sub("", clause).strip(_EDGES)
    served = SERVED.search(clause)
    if served:
        clause = clause[: served.start()].strip(_EDGES)
    part = next(_parts(clause, said), None)
    if part is None and served and (alone := _length(clause)):
        part = Part(PartKind.CUSTODY, said, length=alone)  # nothing else is served beside another
    if part is None:
        return None
    return replace(
        part,
        served=_served(served[0]) if served else None,
        count=count["number"] if count else "",
    )


def _parts(clause: str, said: str) -> Iterator[Part]:
    for kind, pattern in PATTERNS:
        match = compiled(pattern).fullmatch(clause)
        if match:
            part = _part(kind, match, said)
            if part:
                yield part


def _part(kind: PartKind, found: re.Match[str], said: str) -> Part | None:
    """The part that a pattern found; None when its lengths make no sense together."""
    groups = {name: value for name, value in found.groupdict().items() if value}
    lengths = {name: _length(groups[name]) for name in LENGTHS if name in groups}
    if None in lengths.values():
        return None
    if not _adds_up(lengths):
        return None
    hours = groups.get("hours")
    return Part(
        kind,
        said,
        length=lengths.get("length"),
        is_suspended="suspended" in groups,
        suspended_for=lengths.get("suspended_for"),
        minimum_term=lengths.get("minimum_term"),
        less=lengths.get("less"),
        licence=lengths.get("licence"),
        hours=int(hours) if hours else None,
        amount=_pence(groups["amount"]) if "amount" in groups else None,
        is_restricted="restricted" in groups,
        until_test="until_test" in groups,
        has_no_end="no_end" in groups,
    )


def _adds_up(lengths: dict[str, Length | None]) -> bool:
    """Whether the custodial term and the licence make the total, where a total is said."""
    total, custody, licence = (lengths.get(name) for name in ("total", "length", "licence"))
    if total is None or custody is None or licence is None:
        return total is None
    return custody.plus(licence) == total.plus(Length())


def _length(words: str) -> Length | None:
    """A length in words, its units each once and in their order; None for anything else."""
    if not LENGTH.fullmatch(words):
        return None
    said = read_length(words)
    units = [unit for unit, _ in said]
    order = ["years", "months", "weeks", "days"]
    if any(order.index(first) >= order.index(second) for first, second in pairwise(units)):
        return None
    return Length(**dict(said)) if any(count for _, count in said) else None


def _pence(words: str) -> int:
    pounds, _, pence = words.replace(",", "").partition(".")
    return int(pounds) * 100 + int(pence or 0)


def _served(words: str) -> Served:
    return Served.CONSECUTIVELY if "consec" in words.lower() else Served.CONCURRENTLY
