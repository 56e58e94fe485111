"""The words of a text that may name a court, made alike: case, accents, punctuation, slips."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

from ulss_tracker.scheme.table import read_table

# A longer text is a document, and no answer to "which court?".
LONGEST = 1000

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_ARROW = re.compile("[-=]+>|[→⇒]")
_BREAK = re.compile(r"[,;:()\[\]/|\n]|(?<=[^\W\d_]{3})[.!?](?=\s|$)|\s[-–—]+\s")
# Words that people write as one: "crowncourt", "leedscrowncourt".
_JOINED = re.compile(r"(crown|magistrates|youth|county|family|sheriff)(courts?)\b")
_JOINED_TO_PLACE = re.compile(r"\b([a-z]{3,})(crown|magistrates)\b")
# A figure read or typed for a letter: "c0urt", "l1verpool".
_FIGURE = re.compile(r"[01](?=[a-z])|(?<=[a-z])0")
_LETTER = {"0": "o", "1": "l"}
_FEWEST_LETTERS = 3
_LATELY = 4096
_SAME = read_table(Path(__file__).parents[1] / "data" / "courts" / "slips.toml").row("words")
_SAME_WORD = {word: _SAME.text(word) for word in _SAME.names()}


Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Words:
    """The normalised words of a text, and which of them begin a part, after a comma or the like."""

    words: tuple[str, ...]
    breaks: frozenset[int] = frozenset()

    def without(self, hidden: set[int]) -> "Words":
        """These words, those at the hidden places left out."""
        places = [place for place in range(len(self.words)) if place not in hidden]
        broken = {
            new
            for new, old in enumerate(places)
            if any(
                place in self.breaks for place in range(places[new - 1] + 1 if new else 0, old + 1)
            )
        }
        return Words(tuple(self.words[place] for place in places), frozenset(broken))


class Phrases(Generic[Meaning]):
    """Phrases of one or more words, each with what it means."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = meanings
        self._longest = max((phrase.count(" ") + 1 for phrase in meanings), default=0)

    def said(self, text: Words, start: int, end: int) -> Iterator[tuple[Meaning, int, int]]:
        """Those said between two places, the longest at each, with where they begin and end."""
        while start < end:
            for until in range(min(start + self._longest, end), start, -1):
                phrase = " ".join(text.words[start:until])
                if phrase in self._meanings:
                    yield self._meanings[phrase], start, until
                    start = until - 1
                    break
            start += 1


def normalise(text: str) -> str:
    """Lower case words without accents or punctuation, one space apart."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _APOSTROPHES.sub("", plain).replace("&", " and ")
    plain = _INITIALS.sub(lambda found: found.group().replace(".", ""), plain)
    plain = _JOINED.sub(r" \1 \2", _NOT_WORD.sub(" ", plain))
    words = _JOINED_TO_PLACE.sub(r"\1 \2", plain).split()
    return " ".join(_spelt(word) for word in words)


def name_words(text: str) -> list[str]:
    """The normalised words of a name, in which Crown Square is one word and says no court."""
    return normalise(text).replace("crown square", "crownsquare").split()


def split_words(text: str) -> Words:
    """The words of a text, with the places where a new part begins."""
    words: list[str] = []
    breaks = set()
    for part in _BREAK.split(_ARROW.sub(" then ", text)):
        said = name_words(part)
        if words and said:
            breaks.add(len(words))
        words += said
    return Words(tuple(words), frozenset(breaks))


@lru_cache(maxsize=_LATELY)
def _spelt(word: str) -> str:
    """ "Crwon" and "c0urt" are slips for the two words that every name holds."""
    if word[0] == "0" or sum(letter.isalpha() for letter in word) >= _FEWEST_LETTERS:
        word = _FIGURE.sub(lambda found: _LETTER[found.group()], word).replace("vv", "w")
    if word in _SAME_WORD:
        return _SAME_WORD[word]
    for meant in ("crown", "court"):
        if len(word) >= len(meant) and word[0] == "c" and OSA.distance(word, meant) == 1:
            return meant if word != "courts" else word
    return word
