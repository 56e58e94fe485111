"""The grammar of a sentence in words: data/reading/sentences.toml, as patterns and numbers."""

import re
from collections.abc import Iterator

from ulss_tracker.scheme.reading.patterns import filled, pieces_of
from ulss_tracker.scheme.reading.sentence_parts import DATA, PartKind
from ulss_tracker.scheme.table import TableRow, read_table

_TABLE = read_table(DATA).only("numbers", "pieces", "shapes", "beside", "orders", "part")
_SHAPES = _TABLE.row("shapes")
_SMALL = {
    name: _TABLE.row("numbers").count_or_none(name) or 0 for name in _TABLE.row("numbers").names()
}
_NUMBERS = _SMALL | {
    f"{tens}{joint}{word}": value + number
    for tens, value in _SMALL.items()
    for word, number in _SMALL.items()
    for joint in ("-", " ")
    if value >= 20 and number < 10
}
_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_pieces = pieces_of(_TABLE.row("pieces"))


def _ways(row: TableRow) -> Iterator[str]:
    """Every way of writing a part: those of the row, and the shapes of what it names."""
    row.only("kind", "ways", *_SHAPES.names())
    yield from row.texts("ways")
    for shape in _SHAPES.names():
        for name in row.texts(shape):
            yield from (way.replace("{name}", name) for way in _SHAPES.texts(shape))


LENGTH = re.compile(_pieces["any_length"], re.I)
LENGTHS = ("total", "length", "suspended_for", "minimum_term", "less", "licence")
"""The groups of a pattern that hold a length."""
COUNT = re.compile(_pieces["count"], re.I)
"""The count of the indictment that a clause begins with."""
PREFIX = re.compile(_pieces["prefix"], re.I)
"""Words before a part that say nothing of it."""
SERVED = re.compile(_pieces["served"], re.I)
"""How a part is served, at the end of its clause."""
PATTERNS = tuple(
    (row.choice("kind", PartKind), f"(?i){filled(way, _pieces)}")
    for row in _TABLE.rows("part")
    for way in _ways(row)
)
"""Every way of writing each kind of part, each a pattern for the whole of a clause."""
BESIDE = frozenset(map(PartKind, _TABLE.texts("beside")))
"""Kinds ordered beside imprisonment, and never instead of it for a length said alone."""
_ONE_LENGTH = re.compile(_pieces["one_length"], re.I)


def read_length(words: str) -> list[tuple[str, int]]:
    """Each unit with its count, in the order said; half a year is 6 months, half of less nothing.

    "Two and a half years" is 2 years and 6 months. A half of a month or a day has no reading, and
    comes back as a count of none.
    """
    said: list[tuple[str, int]] = []
    for length in _ONE_LENGTH.finditer(words):
        number, unit = length["number"].lower(), _UNITS[length["unit"][0].lower()]
        said.append((unit, int(number) if number.isdecimal() else _NUMBERS[number]))
        if length["half"]:
            if unit != "years":
                return [(unit, 0)]
            said.append(("months", 6))
    return said
