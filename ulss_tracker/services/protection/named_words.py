"""The words of people's names in what somebody typed, which may be read by anybody."""

import re
from collections.abc import Iterable

_SHORTEST_NAME = 3  # shorter words of a name are in any sentence
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def words_of_names(names: Iterable[str]) -> frozenset[str]:
    """Each word of these names that would name somebody."""
    return frozenset(
        word.casefold()
        for name in names
        for word in _WORD.findall(name)
        if len(word) >= _SHORTEST_NAME
    )


def named_in(text: str, named: frozenset[str]) -> frozenset[str]:
    """Which of these words of names the text says."""
    return named & {word.casefold() for word in _WORD.findall(text)}
