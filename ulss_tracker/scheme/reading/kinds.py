"""The kinds of fact that a text tells of, and the deeds they make: data kinds.toml, deeds.toml.

"A lad stuck a fork in my son's hand" holds a blow, a weapon and a part of the body, whatever its
order and its words. A deed is told of where all the kinds of one of its sets are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz import process
from rapidfuzz.distance import Indel

from ulss_tracker.scheme.reading.tokens import Token, flat, sentences_of, tokens_of, without
from ulss_tracker.scheme.reading.welsh import radicals
from ulss_tracker.scheme.reading.words import load_words
from ulss_tracker.scheme.table import TableRow

_SHORT = 300
"""Characters of a text that is read as one; of a longer one a sentence with the one before it."""
_MOST_DEEDS = 4
_SHORTEST_MENDED, _LONG_WORD = 5, 8


@dataclass(frozen=True, slots=True)
class Deed:
    """Words that tell of a deed: where they stand, and the ids of the offences it may be."""

    start: int
    end: int
    offences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact told: where it stands, its kind, and how much is said by it: more by several words."""

    start: int
    end: int
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Way:
    """One set of kinds that tell of a deed, the offences it may be, and its place in the table."""

    kinds: frozenset[str]
    offences: tuple[str, ...]
    place: int


class KindTable:
    """The words of each kind of fact, and the sets of kinds that tell of a deed."""

    def __init__(self, table: TableRow, deeds: Iterable[TableRow]) -> None:
        words = table.only("words", "plain", "deadly").row("words")
        self._deadly = frozenset(table.texts("deadly"))
        self._plain = frozenset(map(_stem, table.texts("plain")))
        self._letters: dict[str, dict[str, None]] = defaultdict(dict)
        self._phrases: dict[tuple[str, ...], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for kind in words.names():
            for phrase in words.texts(kind):
                stems = tuple(_stem(token.word) for token in tokens_of(flat(phrase)))
                self._phrases[stems[:2]].append((stems, kind))
                for stem in stems:
                    self._letters[stem[0]][stem] = None
        self._ways: dict[str, list[_Way]] = defaultdict(list)
        told = [(row, kinds.split()) for row in deeds for kinds in row.texts("told")]
        for place, (row, kinds) in enumerate(told):
            self._ways[kinds[0]].append(_Way(frozenset(kinds), row.texts("offences"), place))
        self._known = lru_cache(maxsize=8192)(self._known_stem)

    def told(self, text: str, tokens: Sequence[Token], denied: re.Pattern[str]) -> Deed | None:
        """The deed that the kinds of fact of a flat text tell of; None if they tell of none.

        denied: the words that say that nobody died.
        """
        facts = list(self._facts(tokens))
        if any(fact.kind in self._deadly for fact in facts):
            told = tokens_of(without(text, [match.span() for match in denied.finditer(text)]))
            dead = [fact for fact in self._facts(told) if fact.kind in self._deadly]
            facts = [fact for fact in facts if fact.kind not in self._deadly or fact in dead]
        best: list[_Way] = []
        where: dict[str, _Fact] = {}
        most = 0.0
        for held in self._held(text, facts):
            ways = self._told_by(held)
            if ways and _weight(ways[0], held) > most:
                best, where, most = ways, held, _weight(ways[0], held)
        if not best:
            return None
        spans = [where[kind] for kind in best[0].kinds]
        return Deed(
            min(fact.start for fact in spans),
            max(fact.end for fact in spans),
            in_turns([way.offences for way in best]),
        )

    def _told_by(self, held: dict[str, _Fact]) -> list[_Way]:
        """The ways to tell of a deed that these facts hold, those that say most first."""
        ways = [way for kind in held for way in self._ways[kind] if way.kinds <= held.keys()]
        ways.sort(key=lambda way: (-_weight(way, held), way.place))
        first = dict.fromkeys(way.offences for way in ways)
        return [next(way for way in ways if way.offences == deed) for deed in first][:_MOST_DEEDS]

    def _held(self, text: str, facts: Sequence[_Fact]) -> Iterator[dict[str, _Fact]]:
        """The facts of each sentence and the one before it, by kind: of each that says most."""
        number = 0
        before: dict[str, _Fact] = {}
        for _, end in sentences_of(text) if len(text) > _SHORT else [(0, len(text))]:
            held: dict[str, _Fact] = {}
            while number < len(facts) and facts[number].start < end:
                fact = facts[number]
                if fact.kind not in held or held[fact.kind].weight < fact.weight:
                    held[fact.kind] = fact
                number += 1
            yield before | held
            before = held

    def _facts(self, tokens: Sequence[Token]) -> Iterator[_Fact]:
        """The facts of a text, in order."""
        said = [self._known(token.word) for token in tokens]
        for number, token in enumerate(tokens):
            for begun in dict.fromkeys((tuple(said[number : number + 2]), (said[number],))):
                for stems, kind in self._phrases.get(begun, ()):
                    end = number + len(stems)
                    if len(stems) < 3 or tuple(said[number:end]) == stems:
                        weight = (1 + min(len(stems), 3)) / 2
                        yield _Fact(token.start, tokens[end - 1].end, kind, weight)

    def _known_stem(self, word: str) -> str:
        """The stem of a word as the table has it: a Welsh mutation undone, a slip put right."""
        stem = _stem(word)
        if stem in self._letters.get(stem[:1], ()) or stem in self._plain:
            return stem
        radical = next((r for r in map(_stem, radicals(word)) if r in self._letters[r[0]]), "")
        return radical or self._mended(stem)

    def _mended(self, stem: str) -> str:
        """The one stem this is a slip of: letters left out or doubled; in a long one, one wrong."""
        if len(stem) < _SHORTEST_MENDED:
            return stem
        slips = 2 if len(stem) >= _LONG_WORD else 1
        near = process.extractOne(
            stem, self._letters[stem[0]], scorer=Indel.distance, score_cutoff=slips
        )
        return str(near[0]) if near else stem


def _weight(way: _Way, held: dict[str, _Fact]) -> float:
    return sum(held[kind].weight for kind in way.kinds)


def in_turns(deeds: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The offences of several deeds, each once: the likeliest of each before the rest of any."""
    turns = zip_longest(*deeds)
    return tuple(dict.fromkeys(name for turn in turns for name in turn if name))


def _stem(word: str) -> str:
    """The stem of a word: "didn't" is one word, "sister's" and "mae'n" are their first."""
    return load_words().stem(word.replace("n't", "nt").split("'")[0])
