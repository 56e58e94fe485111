"""A change of the law as a file: read before it is proposed, written once it is signed.

Those under scheme/data/signed are part of the law of the files.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.table import TableError, TableRow

SIGNED = Path(__file__).parents[1] / "data" / "signed"
_HEAD = ("title", "why", "reference", "kind", "decides_from_on", "by", "and_by", "signed_on")


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change as a file holds it, with its title and the reason for it."""

    title: str
    why: str
    change: Change


@cache
def committed() -> tuple[Change, ...]:
    """The changes that are kept as files, in the order of their names. Raises TableError."""
    return tuple(
        read_change(path.read_text(encoding="utf-8"), path.name).change
        for path in sorted(SIGNED.glob("*.toml"))
    )


def read_change(text: str, where: str, *, rehearsed_on: date | None = None) -> WrittenChange:
    """A change from the text of a file, signed or not yet. Raises TableError.

    `rehearsed_on`: the rows may stand alone, as they are proposed; they decide from that day.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise TableError(f"{where} is not TOML: {fault}") from fault
    table = TableRow((_head(values, where, rehearsed_on) if rehearsed_on else {}) | values, where)
    kind = table.choice("kind", ChangeKind)
    table.only(*_HEAD, "undoes", kind.value, "read")
    undoes = table.text("undoes") if table.has("undoes") else ""
    change = Change(
        reference=table.text("reference") if table.has("reference") else where,
        kind=kind,
        content="" if undoes else _content(text, kind),
        decides_from_on=table.day("decides_from_on"),
        by=table.text("by"),
        and_by=table.text("and_by") if table.has("and_by") else "",
        signed_on=table.day_or_none("signed_on"),
        undoes=undoes,
    )
    if not undoes:
        change.rows()
    return WrittenChange(table.text("title"), table.text("why"), change)


def _head(values: Mapping[str, Any], where: str, on: date) -> dict[str, Any]:
    """The words above the rows of a change that nobody has proposed yet."""
    kind = next((kind.value for kind in ChangeKind if kind.value in values), "")
    return {"title": where, "why": where, "kind": kind, "decides_from_on": on, "by": where}


def _content(text: str, kind: ChangeKind) -> str:
    """The rows as they are written: from the first of them, or its comment, to the end."""
    _, begins, rest = text.partition(f"[[{kind.value}]]")
    return begins + rest


def write_change(written: WrittenChange) -> str:
    """The text of a file that `read_change` reads as this change."""
    change = written.change
    head = {
        "title": written.title,
        "why": written.why,
        **{name: getattr(change, name) for name in _HEAD if hasattr(change, name)},
        "undoes": change.undoes,
    }
    lines = [f"{name} = {_toml(value)}" for name, value in head.items() if value]
    content = change.content.strip()
    return "\n".join(lines) + "\n" + (f"\n{content}\n" if content else "")


def write_table(head: str, values: Mapping[str, object]) -> str:
    """A table of TOML under its head, such as `[[limit]]`."""
    return "\n".join([head, *(f"{name} = {_toml(value)}" for name, value in values.items())])


def _toml(value: object) -> str:
    """A value as TOML has it. Tables in a list stand one a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(held)}" for name, held in value.items()) + " }"
    if isinstance(value, list | tuple):
        held = [_toml(each) for each in value]
        if any(isinstance(each, Mapping) for each in value):
            return "[\n  " + ",\n  ".join(held) + ",\n]"
        return "[" + ", ".join(held) + "]"
    if isinstance(value, str):  # a string of JSON is one of TOML
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
