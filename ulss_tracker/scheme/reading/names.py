"""Finding the names of offences inside longer text, slips of the keyboard put right.

A name is the words it says, noise left out. Words of one name may come in any order where nothing
parts them; across a comma or "and" only in the order of the name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.reading.search import names_of
from ulss_tracker.scheme.reading.tokens import Token, flat, tokens_of
from ulss_tracker.scheme.reading.welsh import radicals
from ulss_tracker.scheme.reading.words import load_words, stem_set, stems
from ulss_tracker.scheme.table import TableRow, read_table

DATA = Path(__file__).parents[1] / "data" / "reading"

_DRUG = "{drug}"
_LONGEST_NAME = 18
_MOST_LOOKED_AT = 60  # words, those of no name among them: what goes on for longer is no name
_SHORTEST_MENDED = 5
_LONG_WORD = 9
_PARTED = frozenset(",&+/:;()")
_JOINING = frozenset({"and", "plus", "a", "ac"})
_MOST_APART = 14
# Letters that are written and not heard, or heard and not written: "nife", "wreckless".
_UNHEARD = (("wr", "r"), ("r", "wr"), ("n", "kn"), ("kn", "n"), ("s", "ps"), ("f", "ph"))
# A name goes on over none of these.
_CLAUSE = frozenset({"he", "she", "they", "we", "who", "it", "so", "but", "because", "then"})
# What somebody did, or is called for it: "stalked", "burglar". A story, not a conviction.
_TOLD = re.compile(r"(?:ed|lars?|stole|(?<!murd)(?<!slaught)ers?)$")
# What somebody did that may be part of more than the name says: "threatened her with a knife".
_DEED = re.compile(r"(?:threaten|attack|assault|wound|chok|strangl|carri)ed")
_ENDS = re.compile(r"[;\n!?]|\.\s")


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name found: where it stands, the rows it names, and whether it is a weak, everyday word.

    stems: what it says, so that a word left over is not counted twice.
    """

    start: int
    end: int
    rows: tuple[Offence, ...]
    is_weak: bool
    stems: frozenset[str]


class NameIndex:
    """Every name of every offence, with the further names people use, in both languages."""

    def __init__(self, offences: Sequence[Offence], names: TableRow | None = None) -> None:
        names = names or read_table(DATA / "names.toml")
        names.only("names", "welsh", "asked", "weak", "recorded", "never_mended", "sounds", "drugs")
        self._never_mended = frozenset(names.texts("never_mended"))
        self._spelt: dict[str, str] = {}
        self._sounds = {
            sound: names.row("sounds").text(sound) for sound in names.row("sounds").names()
        }
        self._mend = lru_cache(maxsize=8192)(self._mended)
        self._say_word = lru_cache(maxsize=8192)(self._said)
        self._by_id = {offence.id: offence for offence in offences}
        self._bags: dict[frozenset[str], tuple[Offence, ...]] = {}
        self._orders: set[tuple[str, ...]] = set()
        self._weak: set[frozenset[str]] = set()
        self._weak_words: dict[str, tuple[Offence, ...]] = {}
        self.vocabulary: set[str] = set()
        self._detail = load_words().detail
        for offence in offences:
            for name in names_of(offence):
                self._add(name, [offence])
        drugs = names.texts("drugs")
        for words, offence_ids in _each(names.row("names"), drugs):
            self._add(words, [self._by_id[one] for one in offence_ids])
        english = set(self._spelt)
        for words, offence_ids in _each(names.row("welsh"), drugs):
            self._add(words, [self._by_id[one] for one in offence_ids])
        self._welsh = set(self._spelt) - english
        for words, offence_ids in _lists(names.row("asked")):
            self._bags.pop(frozenset(_parts(words)), None)
            self._add(words, [self._by_id[one] for one in offence_ids])
        for words, offence_ids in _lists(names.row("weak")):
            rows = tuple(self._by_id[one] for one in offence_ids)
            if " " in words:
                self._bags.pop(frozenset(_parts(words)), None)
                self._add(words, rows)
                self._weak.add(frozenset(_parts(words)))
            else:
                self._weak_words[flat(words)] = tuple(self._of_every_day(rows))
        self._radical: dict[str, str] = {}
        self._settle_mutations()
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for word in self._spelt:
            self._spellings[word[0]].append(word)

    def _add(self, name: str, offences: Sequence[Offence]) -> None:
        tokens = tokens_of(flat(name))
        parts = _parts(name)
        self._spelt.update(
            (token.word, token.stems[0])
            for token in tokens
            if len(token.stems) == 1 and token.word.isalpha()
        )
        self._hold(parts, self._of_every_day(offences))
        self._orders.add(parts)
        self.vocabulary.update(parts)

    def _hold(self, parts: Iterable[str], rows: Iterable[Offence]) -> None:
        """Note the rows beside those that these words name already, each once."""
        bag = stem_set(parts)
        self._bags[bag] = tuple(dict.fromkeys((*self._bags.get(bag, ()), *rows)))

    def _of_every_day(self, offences: Iterable[Offence]) -> Iterator[Offence]:
        """Each offence and its rows of earlier and later law: the day of sentence chooses."""
        for offence in offences:
            yield offence
            for step in ("earlier", "later"):
                row = offence
                while (beside := getattr(row, step)) is not None:
                    row = self._by_id[beside]
                    yield row

    def of_every_day(self, offence_id: str) -> list[Offence]:
        """The row with that id, and its rows of earlier and later law."""
        return list(self._of_every_day([self._by_id[offence_id]]))

    def find(self, text: str, tokens: Sequence[Token]) -> list[NameFound]:
        """The names in a flat text, the longest at each place, none overlapping another."""
        said = [self._say_word(token.word, token.stems) for token in tokens]
        found: list[NameFound] = []
        place = 0
        while place < len(tokens):
            name = self._longest(text, tokens, said, place)
            weak = self._weak_words.get(tokens[place].word)
            if weak is not None and (name is None or name[0] == place):
                token = tokens[place]
                found.append(NameFound(token.start, token.end, weak, True, frozenset(said[place])))
                place += 1
                continue
            if name is None:
                place += 1
                continue
            last, bag = name
            if bag in self._weak and (inner := self._beyond(text, tokens, said, place, last)):
                place = inner
                continue
            start, end = tokens[place].start, tokens[last].end
            rows = self._bags[bag]
            word = self._spelling(tokens[place].word)
            is_told = last == place and bool(_TOLD.search(word))
            is_deed = _DEED.fullmatch(tokens[place].word) is not None
            is_told = is_told or (is_deed and not all(row.in_scheme for row in rows))
            found.append(NameFound(start, end, rows, is_told or bag in self._weak, bag))
            place = last + 1
        return found

    def _beyond(
        self,
        text: str,
        tokens: Sequence[Token],
        said: Sequence[tuple[str, ...]],
        first: int,
        last: int,
    ) -> int | None:
        """Where a name begins inside an everyday one and goes on after it, if one does."""
        for place in range(first + 1, last + 1):
            name = self._longest(text, tokens, said, place)
            if name is not None and name[0] > last and name[1] not in self._weak:
                return place
        return None

    def _longest(
        self, text: str, tokens: Sequence[Token], said: Sequence[tuple[str, ...]], first: int
    ) -> tuple[int, frozenset[str]] | None:
        """The last token of the longest name that begins here, and the name as stems."""
        if not said[first]:
            return None
        begins_with_detail = all(part in self._detail for part in said[first])
        order: list[str] = []
        best: tuple[int, frozenset[str]] | None = None
        is_parted = is_listed = False
        count = 0
        for place in range(first, min(first + _MOST_LOOKED_AT, len(tokens))):
            if place > first:
                gap = text[tokens[place - 1].end : tokens[place].start]
                is_ended, parts_here, lists_here = _joint(gap, tokens[place].word)
                if is_ended:
                    break
                is_parted, is_listed = is_parted or parts_here, is_listed or lists_here
            parts = said[place]
            # "Death by dangerous driving to death by ..." begins another name.
            if not parts or (best is not None and all(part in order for part in parts)):
                continue
            if not all(part in self.vocabulary or part in self._detail for part in parts):
                break
            count += 1
            if count > _LONGEST_NAME:
                break
            order += [part for part in parts if part not in order]
            bag = self._named(order, is_parted)
            # "A record as long as your arm, burglaries among them" names no armed burglary.
            if is_listed and len(order) == 2 and frozenset(order[:1]) not in self._bags:
                continue
            if bag is not None and (len(bag) == len(order) or not begins_with_detail):
                best = place, bag
        return best

    def _named(self, order: Sequence[str], is_parted: bool) -> frozenset[str] | None:
        whole = frozenset(order)
        if whole in self._bags and (not is_parted or tuple(order) in self._orders):
            return whole
        core = tuple(part for part in order if part not in self._detail)
        if len(core) == len(order) or not core or order[-1] in self._detail:
            return None
        bag = frozenset(core)
        return bag if bag in self._bags and (not is_parted or core in self._orders) else None

    def _said(self, word: str, stems: tuple[str, ...]) -> tuple[str, ...]:
        """The stems of a word, its spelling put right where it is near one word of a name."""
        if len(stems) != 1:
            return stems
        stem = stems[0]
        if stem in self.vocabulary:
            return (self._radical.get(stem, stem),)
        for radical in radicals(word):
            if radical in self._welsh:
                known = self._spelt[radical]
                return (self._radical.get(known, known),)
        spelt = self._spelling(word)
        return (self._spelt[spelt],) if spelt in self._spelt else (stem,)

    def _spelling(self, word: str) -> str:
        """The word of a name that this is, a slip of it or its sound; else the word itself."""
        return word if word in self._spelt else self._mend(self._sounds.get(word, word))

    def _settle_mutations(self) -> None:
        """Keep each Welsh word under its radical, in whichever mutation the names have it."""
        self._radical = {
            self._spelt[word]: self._spelt[radical]
            for word in self._welsh
            for radical in radicals(word)
            if radical in self._welsh
        }
        bags, orders = self._bags, self._orders
        self._bags, self._orders = {}, {self._settled(one) for one in orders}
        for bag, rows in bags.items():
            self._hold(self._settled(bag), rows)
        self._weak = {frozenset(self._settled(bag)) for bag in self._weak}

    def _settled(self, stems: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._radical.get(stem, stem) for stem in stems))

    def _mended(self, word: str) -> str:
        """The one word of a name this is a slip of, or sounds like; itself where none or several.

        A slip leaves the first letter as it is, but for one that is not heard: "wreckless", "nife".
        Of a word of four letters a letter may be left out, not the first nor the last.
        """
        if len(word) < _SHORTEST_MENDED - 1 or not word.isalpha() or word in self._never_mended:
            return word
        nearest = self._near(word)
        if not nearest:
            heard = [
                said + word.removeprefix(written)
                for written, said in _UNHEARD
                if word.startswith(written)
            ]
            nearest = [one for one in heard if one in self._spelt]
        meant = {self._spelt[name] for name in nearest}
        return nearest[0] if len(meant) == 1 else word

    def _near(self, word: str) -> list[str]:
        if word in self._spelt:
            return [word]
        candidates = process.extract(
            word,
            self._spellings[word[0]],
            scorer=OSA.distance,
            score_cutoff=2 if len(word) >= _LONG_WORD else 1,
            limit=4,
        )
        return [
            name
            for name, slips, _ in candidates
            if slips == candidates[0][1]
            if len(word) >= _SHORTEST_MENDED or (len(name) > len(word) and name[-1] == word[-1])
        ]


@lru_cache(maxsize=8192)
def _joint(gap: str, word: str) -> tuple[bool, bool, bool]:
    """Whether a gap and the word after it end a name, part its words, and go on with a list."""
    is_ended = len(gap) > _MOST_APART or bool(_ENDS.search(gap)) or word in _CLAUSE
    is_parted = bool(_PARTED.intersection(gap)) or gap.strip() == "-" or word in _JOINING
    return is_ended, is_parted, "," in gap


def _lists(row: TableRow) -> Iterator[tuple[str, tuple[str, ...]]]:
    for words in row.names():
        yield words, row.texts(words)


def _each(row: TableRow, drugs: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of a table, a name with "{drug}" in it once for each drug."""
    for words, offence_ids in _lists(row):
        if _DRUG in words:
            yield from ((words.replace(_DRUG, drug), offence_ids) for drug in drugs)
        else:
            yield words, offence_ids


def _parts(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for token in tokens_of(flat(name)) for stem in token.stems))


@cache
def recorded_names() -> dict[frozenset[str], str]:
    """The row that a shared name means in an office's record, by the stems of the name."""
    row = read_table(DATA / "names.toml").row("recorded")
    return {frozenset(stems(words)): row.texts(words)[0] for words in row.names()}


def further_names() -> dict[str, list[str]]:
    """The further names of each offence, by its id, for the search."""
    table = read_table(DATA / "names.toml")
    found: dict[str, list[str]] = defaultdict(list)
    for kind in ("names", "welsh"):
        for words, offence_ids in _each(table.row(kind), table.texts("drugs")[:1]):
            for offence_id in offence_ids:
                found[offence_id].append(words)
    return found
