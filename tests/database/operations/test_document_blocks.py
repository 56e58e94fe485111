"""Every `flask …` line of every block of the documents: there is such a command, and it runs."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

ROOT = Path(__file__).parents[3]
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FLASK = re.compile(r"^[^#]*?\bflask (?:--app wsgi )?(.+?)(?:\s+#.*)?$", re.MULTILINE)
_OPTIONAL = re.compile(r"\[(.+?)\]")

NOT_RUN = {
    "data backup": "its file is the reader’s own",
    "data mark-restored": "only after a restore",
    "data move": "its file is the reader’s own",
    "data restore": "its file is the reader’s own",
    "data verify": "its file is the reader’s own",
    "db upgrade": "every test’s database was made by it",
    "deploy": "of a machine that serves",
    "jobs": "runs until it is stopped, or tells of such a run; each job has tests of its own",
    "law": "its change is the reader’s own",
    "mailbox": "its mail is the reader’s own",
    "match rank": "its files are the reader’s own",
    "register import": "its file is the reader’s own",
    "users": "asks at the keyboard, or is of one person",
}
"""Commands that are only looked up, each with why it is not run."""


def _lines() -> Iterator[tuple[str, str]]:
    for document in (*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"):
        for block in _BLOCK.findall(document.read_text(encoding="utf-8")):
            for line in _FLASK.findall(block):
                yield document.name, line


LINES = sorted(set(_lines()))


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
