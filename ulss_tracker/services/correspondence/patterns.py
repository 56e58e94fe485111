"""The patterns that the readers of messages match, each reader's in a file of data/messages/."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ulss_tracker.scheme.reading.patterns import Patterns
from ulss_tracker.scheme.table import TableRow, read_table

_FOLDER = Path(__file__).parents[2] / "scheme" / "data" / "messages"
_PART = re.compile(r"\(\?&(\w+)\)")


@cache
def patterns_of(reader: str) -> Patterns:
    """The patterns of a reader by name; those under [exact] tell capital letters from small."""
    table = table_of(reader)
    parts: dict[str, str] = {}
    for name, rules in _rules(table, "parts"):
        parts[name] = _pattern(rules, parts)
    return Patterns(
        {
            name: f"{case}{_pattern(rules, parts)}"
            for kind, case in (("any_case", "(?i)"), ("exact", ""))
            for name, rules in _rules(table, kind)
        }
    )


def words_of(reader: str, name: str) -> frozenset[str]:
    """One list of words of a reader."""
    return frozenset(table_of(reader).row("lists").text(name).split())


@cache
def table_of(reader: str) -> TableRow:
    """The whole file of a reader."""
    return read_table(_FOLDER / f"{reader}.toml")


def _rules(table: TableRow, kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if table.has(kind):
        row = table.row(kind)
        yield from ((name, row.texts(name)) for name in row.names())


def _pattern(rules: tuple[str, ...], parts: Mapping[str, str]) -> str:
    """Any of some rules, with the parts that they name as "(?&kin)"."""
    whole = [_PART.sub(lambda match: parts[match[1]], rule) for rule in rules]
    return f"(?:{'|'.join(f'(?:{rule})' for rule in whole)})" if len(whole) > 1 else whole[0]
