"""Every block of the documents: its `flask …` lines run, and its TOML is read as in its file."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import click
import pytest
from flask import Flask

from tests.support.signed_law import proposed
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.offences.catalogue_files import DATA
from ulss_tracker.scheme.table import TableRow, read_table
from ulss_tracker.scheme.time.calendar import build
from ulss_tracker.scheme.time.policies import read_policies

ROOT = Path(__file__).parents[3]
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TOML = re.compile(r"^ *```toml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_OPENED = re.compile(r"^ *```(\w+)$", re.MULTILINE)
_FLASK = re.compile(r"^[^#]*?\bflask (?:--app wsgi )?(.+?)(?:\s+#.*)?$", re.MULTILINE)
_OPTIONAL = re.compile(r"\[(.+?)\]")

NOT_RUN = {
    "data backup": "its file is the reader’s own",
    "data mark-restored": "only after a restore",
    "data orphans": "its store is the reader’s own; tests/database/files/test_moving.py has one",
    "data move": "its file is the reader’s own",
    "data restore": "its file is the reader’s own",
    "data verify": "its file is the reader’s own",
    "db upgrade": "every test’s database was made by it",
    "deploy": "of a machine that serves",
    "jobs": "runs until it is stopped, or tells of such a run; each job has tests of its own",
    "law": "its change is the reader’s own",
    "mailbox": "its mail is the reader’s own",
    "match rank": "its files are the reader’s own",
    "papers read": "its files are the reader’s own",
    "register import": "its file is the reader’s own",
    "users": "asks at the keyboard, or is of one person",
}
"""Commands that are only looked up, each with why it is not run."""


DOCUMENTS = (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md")
LANGUAGES = {"sh", "toml", "python", "jinja"}
"""Of these the last two are parts of a program, which no test can run by themselves."""


def _lines() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        for block in _BLOCK.findall(document.read_text(encoding="utf-8")):
            for line in _FLASK.findall(block):
                yield document.name, line


def _toml() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        for block in _TOML.findall(document.read_text(encoding="utf-8")):
            yield document.name, dedent(block)


LINES = sorted(set(_lines()))
TOML = sorted(set(_toml()))


def test_no_block_is_of_a_language_that_nothing_reads() -> None:
    opened = {name for each in DOCUMENTS for name in _OPENED.findall(each.read_text("utf-8"))}
    assert opened <= LANGUAGES
    assert len(TOML) >= 6


@pytest.mark.parametrize(("document", "block"), TOML)
def test_every_toml_block_is_proposed_or_read(app: Flask, document: str, block: str) -> None:
    values = tomllib.loads(block)
    kinds = [kind for kind in ChangeKind if kind.value in values]
    for kind in kinds:
        assert proposed(block, kind).reference, document
    if "policy" in values:
        _confirmed(values["policy"])
    if "one_off" in values:
        _on_the_calendar(values["one_off"])
    assert kinds or {"policy", "one_off"} & set(values), document


def _confirmed(confirmation: dict[str, Any]) -> None:
    """An entry of the table of limits is confirmed in its file, as time-limits.md says."""
    table = tomllib.loads((DATA / "time_limits" / "policies.toml").read_text(encoding="utf-8"))
    six_months = next(row for row in table["policy"] if row["id"] == "2026-act-six-months")
    for left_open in ("not_known", "may_start_later"):
        six_months.pop(left_open, None)
    six_months |= {"status": "confirmed", "known": ["Its words."], **confirmation}
    read = read_policies(TableRow(table, "policies.toml"))
    assert next(policy for policy in read if policy.id == six_months["id"]).confirmation


def _on_the_calendar(rows: list[dict[str, Any]]) -> None:
    """A day that is a row of the file of changes is what the row says."""
    changes = tomllib.loads((DATA / "calendar" / "changes.toml").read_text(encoding="utf-8"))
    changes["one_off"] = [*changes.get("one_off", []), *rows]
    past = read_table(DATA / "calendar" / "past.toml")
    published = {rows[0]["on"]: "A day"}
    days = build(published, past=past, changes=TableRow(changes, "changes.toml"))
    for row in rows:
        assert days.holiday_name(row["on"]) == (row["title"] if row["holiday"] else None)


@pytest.mark.parametrize(("document", "line"), LINES)
def test_every_flask_line_is_a_command_with_those_options(
    app: Flask, document: str, line: str
) -> None:
    command, rest = _command(app, shlex.split(_OPTIONAL.sub(r"\1", line)))
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in rest if word.startswith("--")} <= options, document


@pytest.mark.slow
@pytest.mark.parametrize(
    ("document", "line"), [pair for pair in LINES if not pair[1].startswith(tuple(NOT_RUN))]
)
def test_what_can_be_run_runs(
    app: Flask, document: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = app.test_cli_runner().invoke(args=shlex.split(_OPTIONAL.sub("", line)))
    assert result.exit_code == 0, f"{document}: {line}\n{result.output}"


def _command(app: Flask, words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words begin with, and the words after its name."""
    command: click.Command = app.cli
    while isinstance(command, click.Group):
        name, *words = words
        found = command.get_command(click.Context(command), name)
        assert found is not None, f"there is no command {name}"
        command = found
    return command, words
