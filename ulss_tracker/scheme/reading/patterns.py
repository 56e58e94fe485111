"""The patterns that the steps of the reader match: data patterns.toml, and many as one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from ulss_tracker.scheme.table import TableRow, read_table

_GROUP = re.compile(r"\\.|\[[^\]]*\]|\((?:[^()\\\[]|\\.)*\)")
_CHOICE = re.compile(r"(?s)\(\?:([^()\[\]]*)\)(\?)?(?![*+{?])(.*)")
_CLASS = re.compile(r"(?s)\[([a-z]+)\](\?)?(?![*+{?])(.*)")
_LETTER = re.compile(r"(?s)([a-z])(?:(\?)|(?![*+{?]))(.*)")
_PIECE = re.compile(r"\{([a-z_]+)\}")
DATA = Path(__file__).parents[1] / "data" / "reading"
_STEPS = read_table(DATA / "patterns.toml")


@cache
def compiled(text: str) -> re.Pattern[str]:
    """A pattern compiled when it is first used: all of them at once were a fifth of the start."""
    return re.compile(text)


class Patterns(Mapping[str, re.Pattern[str]]):
    """Patterns by name, each compiled when it is first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return compiled(self._texts[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def patterns_of(step: str) -> Patterns:
    """The patterns of one step, by the name of each."""
    return Patterns(pieces_of(_STEPS.row(step)))


def pieces_of(row: TableRow, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """The texts of a row by name, each with those before it, or given, in place of their names."""
    pieces = dict(given or {})
    for name in row.names():
        pieces[name] = filled(row.text(name), pieces)
    return pieces


def filled(words: str, pieces: Mapping[str, str]) -> str:
    """The words with each piece that they name, "{unit}", in its place."""
    return _PIECE.sub(lambda piece: pieces[piece[1]], words)


def rewriting(row: TableRow, pieces: Mapping[str, str]) -> Callable[[str], str]:
    """A function that puts, step by step, the words of a row in place of all that it finds."""
    steps = [
        (re.compile(filled(step.text("find"), pieces)), str(step.values.get("put", "")))
        for step in row.rows("steps")
    ]

    def rewrite(words: str) -> str:
        for pattern, put in steps:
            words = pattern.sub(put, words)
        return words

    return rewrite


def rewriting_of(step: str) -> Callable[[str], str]:
    """A function that rewrites words by one step of the table."""
    return rewriting(_STEPS.row(step), {})


def any_of(patterns: Iterable[str]) -> str:
    """One pattern for many. Those that begin with one letter stand together, to be tried there."""
    begun: dict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        for letter, rest in _begun(pattern) if not _has_ways(pattern) else [("", pattern)]:
            begun[letter].append(rest)
    some = [f"{letter}(?:{'|'.join(rests)})" for letter, rests in sorted(begun.items()) if letter]
    return "|".join([*some, *begun[""]])


def _has_ways(pattern: str) -> bool:
    """True if a pattern is several by itself: "a|b"."""
    while "|" in pattern and (inner := _GROUP.sub("", pattern)) != pattern:
        pattern = inner
    return "|" in pattern


def _begun(pattern: str) -> Iterator[tuple[str, str]]:
    """The first letters that a pattern may begin with, each with the rest; "" if none is told."""
    if choice := _CHOICE.fullmatch(pattern):
        ways = choice[1].split("|")
    elif choice := _CLASS.fullmatch(pattern):
        ways = list(choice[1])
    elif choice := _LETTER.fullmatch(pattern):
        ways = []
        yield choice[1], choice[3]
    else:
        yield "", f"(?:{pattern})"
        return
    for way in [*ways, ""] if choice[2] else ways:
        yield from _begun(way + choice[3])
