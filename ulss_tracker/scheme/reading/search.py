"""Finding an offence as people type it.

The names of every row (title, everyday names, citation) are cut into stems once, at load. A query
is cut the same way; RapidFuzz mends words that match no stem; the names then score by how much of
the query they explain and how much of them the query names, rare words counting for more.
"""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.welsh import radicals
from ulss_tracker.scheme.reading.words import load_words, plain, stem_set, stems, words_of

_SHORTEST_MENDED = 5
_LONG_WORD = 9
_MOST_SPELLINGS = 5
_MOST_READINGS = 64
_SHORTEST_PREFIX = 2
_LOWEST_SCORE = 0.3
_EXPLAINS, _NAMED, _ALIKE = 0.72, 0.2, 0.08


@dataclass(frozen=True, slots=True)
class Match:
    """An offence found, in the form typed, and how well it matches from 0 to 1."""

    offence: Offence
    form: Form
    score: float


class SearchIndex:
    """Every name of every offence, ready to search.

    A name is a number: its offence, text, stems and weight stand at that place of four columns,
    which every process of a server holds in less memory than an object for each.
    """

    def __init__(
        self, offences: Sequence[Offence], more: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """more: by id, other words that an offence is looked for by, beside its names."""
        more = more or {}
        named = [
            (o, text, stem_set(stems(text)))
            for o in offences
            for text in (*names_of(o), *more.get(o.id, ()))
        ]
        cited = [(o, o.citation, stem_set(stems(o.citation))) for o in offences]
        counts: dict[str, int] = defaultdict(int)
        for _, _, parts in named + cited:
            for part in parts:
                counts[part] += 1
        total = len(named) + len(cited)
        self._rarity = {part: math.log(1 + total / count) for part, count in counts.items()}
        self._unknown = math.log(1 + total)
        self.vocabulary = frozenset(counts)
        self._spelt = {w: s for _, text, _ in named + cited for w, s in words_of(text).items()}
        self._in_order = sorted(self._spelt)
        self._spellings = [word for word in self._in_order if word.isalpha()]
        names = [name for name in named + cited if name[2]]
        self._offences = [offence for offence, _, _ in names]
        self._texts = [text for _, text, _ in names]
        self._stems = [parts for _, _, parts in names]
        self._weights = array("d", map(self._weight, self._stems))
        self._postings: dict[str, array[int]] = {part: array("I") for part in counts}
        exact: dict[frozenset[str], list[Offence]] = defaultdict(list)
        for number, (offence, _, parts) in enumerate(names):
            for part in parts:
                self._postings[part].append(number)
            if number < len(named) and offence not in exact[parts]:
                exact[parts].append(offence)
        self._exact = {parts: tuple(offences) for parts, offences in exact.items()}

    def _weight(self, parts: Iterable[str]) -> float:
        return sum(self._rarity.get(part, self._unknown) for part in parts)

    def named(self, parts: Iterable[str]) -> tuple[Offence, ...]:
        """The offences that have a name of exactly these stems, whatever their order."""
        return self._exact.get(frozenset(parts), ())

    def containing(self, parts: frozenset[str], share: float = 0.0) -> tuple[Offence, ...]:
        """The offences that have a name in which all these words are found.

        share: how much of one such name the words must be for any to be given; 0 for any part.
        A name that says "without" or "no" is not found from words that do not.
        """
        denied = load_words().denials - parts
        names = [number for number in self._with_all(parts) if not self._stems[number] & denied]
        weight = self._weight(parts)
        if not any(weight >= share * self._weights[number] for number in names):
            return ()
        return tuple(dict.fromkeys(self._offences[number] for number in names))

    def longer_names(self, parts: frozenset[str]) -> tuple[Offence, ...]:
        """The offences that have a name, not a citation, which says these words and more."""
        longer = [
            number
            for number in self._with_all(parts)
            if self._stems[number] in self._exact and self._stems[number] != parts
        ]
        return tuple(dict.fromkeys(self._offences[number] for number in longer))

    def _with_all(self, parts: Iterable[str]) -> list[int]:
        """The names, as numbers in their order, that say all of these; none of no words."""
        found = [set(self._postings.get(part, ())) for part in parts]
        return sorted(set.intersection(*found)) if found else []

    def nearly_named(self, text: str) -> tuple[Offence, ...]:
        """The offences of which a text is a name once slips of the keyboard are put right.

        Where a word is near several, the one that makes a name is meant.
        """
        spelt = [self._spellings_of(word, stem) for word, stem in words_of(text).items()]
        if math.prod(map(len, spelt)) > _MOST_READINGS:
            return ()
        offences = [offence for parts in product(*spelt) for offence in self.named(parts)]
        return tuple(dict.fromkeys(offences))

    def mended(self, text: str) -> tuple[str, ...]:
        """The stems of a text, with the slips put right that are near one known word only."""
        spelt = {stem: self._spellings_of(word, stem) for word, stem in words_of(text).items()}
        return tuple(options[0] if len(options) == 1 else stem for stem, options in spelt.items())

    def _spellings_of(self, word: str, stem: str) -> tuple[str, ...]:
        """The stems of the known words a word is nearest to; its own if known, or if none is."""
        if stem in self.vocabulary or len(word) < _SHORTEST_MENDED or not word.isalpha():
            return (stem,)
        most = 2 if len(word) >= _LONG_WORD else 1
        found = process.extract(
            word, self._spellings, scorer=OSA.distance, score_cutoff=most, limit=_MOST_SPELLINGS
        )
        nearest = {self._spelt[name] for name, slips, _ in found if slips == found[0][1]}
        return tuple(sorted(nearest)) or (stem,)

    def search(self, text: str, form: Form, on: date | None, limit: int) -> list[Match]:
        """The best matches for a text already without its form, best first.

        By circumstances alone only a whole name is found: "my daughter was raped" finds no offence
        by its daughter.
        """
        typed = words_of(text)
        last = next(reversed(typed), "")
        deciding = {word for word in typed if not load_words().is_circumstance(word)}
        matched: dict[int, float] = defaultdict(float)
        decided: set[int] = set()
        if len(typed) > 1:
            whole = frozenset(typed.values())
            decided.update(n for n in self._with_all(whole) if self._stems[n] == whole)
        asked = 0.0
        for word, stem in typed.items():
            options = self._alternatives(word, stem, word == last)
            best: dict[int, float] = {}
            for option, quality in options:
                worth = self._rarity[option] * quality
                for number in self._postings[option]:
                    best[number] = max(best.get(number, 0.0), worth)
            for number, worth in best.items():
                matched[number] += worth
            if word in deciding:
                decided.update(best)
            if word in deciding or not deciding:
                asked += self._weight([options[0][0] if options else stem])
        found = {number: matched[number] for number in decided}
        return self._ranked(plain(text), found, asked, form, on, limit)

    def _alternatives(self, word: str, stem: str, last: bool) -> list[tuple[str, float]]:
        """The known stems a typed word may stand for, with how good each is.

        The last word may not be finished, so it also stands for the words it begins.
        """
        options = [(stem, 1.0)] if stem in self.vocabulary else []
        words = load_words()
        if words.is_circumstance(word) or (options and not last):
            return options
        if len(word) >= _SHORTEST_PREFIX:
            begun = (known for known in self._begun_by(word) if known not in words.circumstances)
            options += [(known, 0.9) for known in begun if known != stem]
        if not options:
            options = [(self._spelt[one], 1.0) for one in radicals(word) if one in self._spelt]
        if not options:
            spelt = self._spellings_of(word, stem)
            options = [(known, 0.9) for known in spelt if known in self.vocabulary]
        return options

    def _begun_by(self, word: str) -> list[str]:
        """The stems of the known words that begin with these letters."""
        first = bisect_left(self._in_order, word)
        last = bisect_left(self._in_order, word + chr(0x10FFFF))
        return sorted({self._spelt[known] for known in self._in_order[first:last]})

    def _ranked(
        self,
        text: str,
        matched: dict[int, float],
        asked: float,
        form: Form,
        on: date | None,
        limit: int,
    ) -> list[Match]:
        best: dict[str, tuple[float, int]] = {}
        for number, worth in matched.items():
            offence = self._offences[number]
            if not _offered(offence, on):
                continue
            score = min(1.0, worth / asked) * _EXPLAINS + worth / self._weights[number] * _NAMED
            if score >= best.get(offence.id, (_LOWEST_SCORE, number))[0]:
                best[offence.id] = (score, number)
        shortlist = sorted(best.values(), key=lambda pair: -pair[0])[: limit * 3]
        ranked = [
            (
                score + _ALIKE * fuzz.token_sort_ratio(text, plain(self._texts[number])) / 100,
                self._offences[number],
            )
            for score, number in shortlist
        ]
        ranked.sort(key=lambda pair: (-pair[0], pair[1].id))
        return [Match(offence, form, round(score, 4)) for score, offence in ranked[:limit]]


def names_of(offence: Offence) -> tuple[str, ...]:
    """Every name an offence goes by: its title, then the everyday ones."""
    return (offence.title, *offence.everyday_names, *offence.ordinary_names)


def _offered(offence: Offence, on: date | None) -> bool:
    """True if a row may be picked for a sentence of this day: in force, or about to be.

    With no day, of two rows of one offence the later stands for both: the day, once it is known,
    finds the other.
    """
    if on is None:
        return offence.later is None
    if offence.in_force(on):
        return True
    return offence.about_to_begin(on) and offence.earlier is None


def without_detail(parts: Iterable[str]) -> frozenset[str]:
    """The stems that are not mere detail."""
    detail = load_words().detail
    return frozenset(part for part in parts if part not in detail)
