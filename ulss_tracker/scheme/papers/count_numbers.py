"""Counts of an indictment as people name them: “counts 1, 2 and 4 to 6”, “the first count”."""

import re
from dataclasses import dataclass

from ulss_tracker.scheme.papers.patterns import patterns_of, said_in

_SAYS = patterns_of("counts")
_SMALL = {word: str(n) for n, word in enumerate(_SAYS["small"].pattern.split("|"), start=1)}
_ORDINAL = {word: str(n) for n, word in enumerate(_SAYS["ordinal"].pattern.split("|"), start=1)}


@dataclass(frozen=True, slots=True)
class CountMention:
    """Where counts are named, and their numbers."""

    start: int
    end: int
    numbers: tuple[str, ...]


def counts_named(plain: str, start: int, end: int) -> list[CountMention]:
    """The counts named between two places, but for those that another is served with."""
    beside = [match.span() for match in _SAYS["beside"].finditer(plain, start, end)]
    return [
        CountMention(match.start(), match.end(), _numbers(match))
        for match in _SAYS["count"].finditer(plain, start, end)
        if not any(first <= match.start() < last for first, last in beside)
    ]


def _numbers(match: re.Match[str]) -> tuple[str, ...]:
    if not said_in(match, "many"):
        if said_in(match, "ordinal"):
            return (_ORDINAL[said_in(match, "ordinal")],)
        return (_digits(said_in(match, "one")) if said_in(match, "one") else "1",)
    numbers: list[str] = []
    for one in _SAYS["listed"].finditer(said_in(match, "many")):
        if said_in(one, "n"):
            numbers.append(_digits(said_in(one, "n")))
        else:
            first, last = int(_digits(said_in(one, "from"))), int(_digits(said_in(one, "to")))
            numbers += [str(number) for number in range(first, last + 1)]
    return tuple(dict.fromkeys(numbers))


def _digits(word: str) -> str:
    return _SMALL.get(word, word)
