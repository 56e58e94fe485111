"""Reading the words of an offence: abbreviations, endings and noise, the same way everywhere.

"Causing grievous bodily harm with intent" and "GBH w/i, cause" come to the same stems, whatever
their order. What counts as noise, as detail and as an abbreviation is in data/words.toml.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from ulss_tracker.scheme.reading.patterns import rewriting_of
from ulss_tracker.scheme.reading.welsh import radicals
from ulss_tracker.scheme.table import TableRow, read_table

DATA = Path(__file__).parents[1] / "data" / "words.toml"

_IN_PLAIN = rewriting_of("plain")
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_STEM = 3
_SHORTEST_ADVERB = 7
_LATELY = 1024  # texts whose stems are kept: a register says the same again and again
_STEM_SETS: dict[frozenset[str], frozenset[str]] = {}


class Words:
    """The word lists, ready to use."""

    def __init__(self, table: TableRow) -> None:
        table.only(
            "endings", "noise", "detail", "circumstances", "denials", "abbreviations", "same"
        )
        self._endings = table.texts("endings")
        self.noise = frozenset(table.texts("noise"))
        self.abbreviations = _pairs(table.row("abbreviations"))
        self._same = _pairs(table.row("same"))
        self.stem = lru_cache(maxsize=_LATELY)(self._stem)
        self.denials = frozenset(self.stem(word) for word in table.texts("denials"))
        self.detail = frozenset(self.stem(word) for word in table.texts("detail"))
        self._circumstances = frozenset(table.texts("circumstances"))
        self.circumstances = frozenset(self.stem(word) for word in self._circumstances)

    def is_circumstance(self, word: str) -> bool:
        """Whether a word, in any Welsh mutation, says only who, how old, where or with what."""
        known = self._circumstances
        return word.isdigit() or word in known or not known.isdisjoint(radicals(word))

    def _stem(self, word: str) -> str:
        """A word without its ending, so that "supplying" and "supplied" are one."""
        word = self._same.get(word, word)
        for ending in self._endings:
            if len(word) - len(ending) < _SHORTEST_STEM or not word.endswith(ending):
                continue
            if ending == "s" and word.endswith(("ss", "us")):
                continue
            if ending == "ly" and len(word) < _SHORTEST_ADVERB:
                continue
            return _undouble(word[: -len(ending)] + ("y" if ending in {"ies", "ied"} else ""))
        return word


def _pairs(row: TableRow) -> dict[str, str]:
    return {name: row.text(name) for name in row.names()}


def _undouble(stem: str) -> str:
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] != "s":
        return stem[:-1]
    if stem.endswith("at") and len(stem) > _SHORTEST_STEM + 2:
        return stem[:-2]
    return stem


@cache
def load_words() -> Words:
    """The word lists, read once per process."""
    return Words(read_table(DATA))


@lru_cache(maxsize=_LATELY)
def plain(text: str) -> str:
    """Lower case, without accents or apostrophes, abbreviations of sections written out."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(char for char in text if not unicodedata.combining(char)).casefold()
    return _IN_PLAIN(text)


def words_of(text: str) -> dict[str, str]:
    """Each word that says something, as typed, with its stem, in the order typed."""
    words = load_words()
    return {
        part: words.stem(part)
        for word in _WORD.findall(plain(text))
        for part in words.abbreviations.get(word, word).split()
        if part not in words.noise
    }


@lru_cache(maxsize=_LATELY)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text in the order typed; one that repeats is kept once."""
    return tuple(dict.fromkeys(words_of(text).values()))


def stem_set(parts: Iterable[str]) -> frozenset[str]:
    """The stems of a name as a set, one for all names that say the same: for what stays.

    The indexes hold 15,000 names between them, of 5,000 sets: 4 MB less than a set for each.
    """
    made = frozenset(parts)
    return _STEM_SETS.setdefault(made, made)
