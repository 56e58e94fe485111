"""The grammar of dates in words: data/dates/patterns.toml, by the step that reads it."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from ulss_tracker.scheme.reading.patterns import Patterns, filled, pieces_of, rewriting
from ulss_tracker.scheme.table import read_table

Reader = TypeVar("Reader")

_TABLE = read_table(Path(__file__).parents[1] / "data" / "dates" / "patterns.toml")
EVERY = pieces_of(_TABLE.row("every"))
"""The pieces that every step may name."""


def patterns_of(step: str) -> Patterns:
    """The patterns of one step, by the name of each."""
    row = _TABLE.row(step)
    pieces = pieces_of(row, EVERY)
    return Patterns({name: pieces[name] for name in row.names()})


def rules_of(
    step: str, readers: Mapping[str, Reader], **given: str
) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The rules of one step in their order: each a pattern of whole words, and what reads it.

    readers: what reads, by its name in the table. given: pieces that our code knows.
    """
    row = _TABLE.row(step)
    pieces = pieces_of(row.without("rule"), {**EVERY, **given})
    return tuple(
        (re.compile(rf"(?<![\w@~])(?:{filled(way, pieces)})(?![\w~])"), readers[rule.text("read")])
        for rule in row.rows("rule")
        for way in rule.texts("ways")
    )


@cache
def rewriting_of(step: str) -> Callable[[str], str]:
    """A function that rewrites words by one step, in the order of the table."""
    return rewriting(_TABLE.row(step), EVERY)
