"""The patterns of the reader of papers: data/papers/patterns.toml, by the step that reads it."""

import re
from itertools import count
from pathlib import Path

from ulss_tracker.scheme.reading.patterns import Patterns, pieces_of
from ulss_tracker.scheme.reading.sentence_parts import DATA
from ulss_tracker.scheme.table import read_table

_GROUP = re.compile(r"\(\?P<(\w+)>")
_TABLE = read_table(Path(__file__).parents[1] / "data" / "papers" / "patterns.toml")
_LENGTHS = pieces_of(read_table(DATA).row("pieces"))
_GIVEN = {
    "any_length": _LENGTHS["any_length"],
    "day_count": rf"(?:\d[\d,]*|{_LENGTHS['number']}(?: hundred)?(?: and {_LENGTHS['number']})?)",
}


def patterns_of(step: str) -> Patterns:
    """The patterns of one step, by the name of each."""
    row = _TABLE.row(step)
    pieces = pieces_of(row, _GIVEN)
    return Patterns({name: _apart(pieces[name]) for name in row.names()})


def said_in(match: re.Match[str], name: str) -> str:
    """The words that a pattern found under a name, in any of its ways; else empty."""
    return match.string[slice(*span_of(match, name))]


def span_of(match: re.Match[str], name: str) -> tuple[int, int]:
    """Where that stands; nowhere where none has it."""
    groups = (group for group, value in match.groupdict().items() if value)
    group = next((group for group in groups if group.rpartition("_")[0] == name), None)
    return match.span(group) if group else (0, 0)


def _apart(pattern: str) -> str:
    """The pattern with a number to each name of a group, which may stand in several ways of it."""
    numbers = count()
    return _GROUP.sub(lambda group: f"(?P<{group[1]}_{next(numbers)}>", pattern)
