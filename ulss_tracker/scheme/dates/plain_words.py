"""The words of a date in one form: English and Welsh, figures and words, slips and short forms.

"y nawfed o Fedi", "the 9th of Septmber" and "9 Sept" come to the same words, so that the grammar of
dates is written once. The words are in data/dates/words.toml.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from ulss_tracker.scheme.dates.patterns import EVERY, rewriting_of
from ulss_tracker.scheme.table import read_table

DATA = Path(__file__).parents[1] / "data" / "dates" / "words.toml"
MONTHS = tuple(EVERY["months"].split("|"))
WEEKDAYS = tuple(EVERY["weekdays"].split("|"))

_TOKEN = re.compile(r"[a-z@]+|\d+~?(?:th)?|[,.;()&/\ue000-\uf8ff-]")
_SHORTEST_WITH_TWO_SLIPS = 8


def fold(text: str) -> str:
    """The text in small letters, without accents, apostrophes and times of day."""
    plain = unicodedata.normalize("NFKD", rewriting_of("written")(text.lower()))
    plain = rewriting_of("spelt")(plain).encode("ascii", "ignore").decode()
    return rewriting_of("folded")(plain)


def in_plain_words(folded: str) -> str:
    """Folded text in the words of the grammar, one space between any two."""
    words = " ".join(_TOKEN.findall(rewriting_of("parted")(folded)))
    words = rewriting_of("shortened")(words)
    stands_for, pattern = _vocabulary()
    words = pattern.sub(lambda match: stands_for[match[0]], words)
    words = " ".join(_meant(word) for word in words.split())
    words = pattern.sub(lambda match: stands_for[match[0]], words)
    return rewriting_of("said")(words)


@cache
def _vocabulary() -> tuple[dict[str, str], re.Pattern[str]]:
    """Each way of writing and what it stands for, and a pattern of them all, longest first."""
    table = read_table(DATA).row("words")
    stands_for = {way: name for name in table.names() for way in table.texts(name)}
    ways = sorted(stands_for, key=len, reverse=True)
    return stands_for, re.compile(rf"(?<![\w@])(?:{'|'.join(ways)})(?![\w@])")


@cache
def _names() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that are no slip of another, and the names that a slip may mean."""
    table = read_table(DATA).only("near", "own", "words")
    words = table.row("words")
    near = table.texts("near")
    known = {part for name in words.names() for part in (name, *words.texts(name))}
    return frozenset({*known, *near, *table.texts("own"), *MONTHS, *WEEKDAYS}), near


def _meant(word: str) -> str:
    """The one name that a word is a slip of, else the word. Of two as near, neither."""
    known, near = _names()
    if len(word) < min(map(len, near)) - 1 or word in known or not word.isalpha():
        return word
    slips = {name: OSA.distance(word, name, score_cutoff=2) for name in near}
    slips = {name: count for name, count in slips.items() if count <= _allowed(word, name)}
    best = [name for name, count in slips.items() if count == min(slips.values())]
    return best[0] if len(best) == 1 else word


def _allowed(word: str, name: str) -> int:
    """How many slips of the pen may part a word from a name."""
    return 2 if len(name) >= _SHORTEST_WITH_TWO_SLIPS and word[0] == name[0] else 1
