"""`flask scheme`, as people run it."""

import csv
import io
import json
from pathlib import Path

from click.testing import CliRunner, Result

from ulss_tracker.cli.scheme import scheme_cli

HEADING = "ref,offence,court,sentence_date\n"


def run(*words: str) -> Result:
    return CliRunner().invoke(scheme_cli, words)


def check(*words: str) -> dict:
    done = run("check", *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def checked(tmp_path: Path, data: bytes) -> list[dict[str, str]]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(data)
    done = run("check-csv", str(source), str(target))
    assert done.exit_code == 0, done.output
    text = target.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
