"""Spellings of one name that neither sound nor edit distance reliably joins: names/spellings.toml.

Short forms (Bill for William) come from the `nicknames` library, and from the table where it has
none.
"""

from functools import cache
from pathlib import Path

from ulss_tracker.scheme.table import read_table

_DATA = Path(__file__).parents[2] / "scheme" / "data" / "names" / "spellings.toml"
_TABLE = read_table(_DATA).only("given", "family", "short")
_GIVEN_LINES = tuple(frozenset(line.split()) for line in _TABLE.texts("given"))
_LINES = (*_GIVEN_LINES, *(frozenset(line.split()) for line in _TABLE.texts("family")))
_SHORT_LINES = tuple(tuple(line.split()) for line in _TABLE.texts("short"))


@cache
def variants_of(word: str) -> frozenset[str]:
    """The other usual spellings of a name."""
    return frozenset[str]().union(*(line for line in _LINES if word in line)) - {word}


@cache
def more_short_forms_of(word: str) -> frozenset[str]:
    """Find the short and long forms of a name of which the nicknames library says nothing."""
    others = {
        other
        for whole, *shorts in _SHORT_LINES
        for other in (shorts if word == whole else [whole] if word in shorts else [])
    }
    return frozenset(others)


@cache
def is_given_variant(word: str) -> bool:
    """Whether `word` is in the table as a given name."""
    return any(word in line for line in _GIVEN_LINES)
