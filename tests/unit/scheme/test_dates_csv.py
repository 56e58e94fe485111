"""`flask scheme dates-csv`, as people run it."""

import csv
import io
from pathlib import Path

from click.testing import CliRunner, Result

from ulss_tracker.cli.scheme import scheme_cli


def run(tmp_path: Path, data: str) -> tuple[Result, list[dict[str, str]]]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(data.encode())
    done = CliRunner().invoke(scheme_cli, ["dates-csv", str(source), str(target)])
    text = target.read_bytes().decode() if target.exists() else ""
    return done, list(csv.DictReader(io.StringIO(text, newline="")))


def test_both_days_stand_after_the_columns_that_were_there(tmp_path: Path) -> None:
    done, rows = run(
        tmp_path,
        "id,text,written_on,note\n"
        "1,last week,2026-11-20,kept\n"
        "2,ddoe,20/11/2026,\n"
        '3,"Friday 29 October 2026, I think",2026-11-20,"a, b"\n'
        "4,no idea,2026-11-20,x\n",
    )
    assert done.exit_code == 0, done.output
    assert list(rows[0]) == ["id", "text", "written_on", "note", "earliest_on", "latest_on"]
    assert [(row["id"], row["note"], row["earliest_on"], row["latest_on"]) for row in rows] == [
        ("1", "kept", "2026-11-09", "2026-11-15"),
        ("2", "", "2026-11-19", "2026-11-19"),
        ("3", "a, b", "", ""),
        ("4", "x", "", ""),
    ]
    assert done.stderr == "4 rows: 2 read; 0 without a day of writing\n"


def test_a_row_without_a_day_of_writing_is_blank_and_counted(tmp_path: Path) -> None:
    done, rows = run(
        tmp_path, "text,written_on\nyesterday,soon\nyesterday,\nyesterday,2026-11-20\n"
    )
    assert done.exit_code == 0, done.output
    assert [row["earliest_on"] for row in rows] == ["", "", "2026-11-19"]
    assert done.stderr == "3 rows: 1 read; 2 without a day of writing\n"


def test_a_file_without_a_needed_column_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    done, rows = run(tmp_path, "text,written\nyesterday,2026-11-20\n")
    assert done.exit_code == 1
    assert "There is no column written_on" in done.stderr
    assert rows == []


def test_answers_of_an_earlier_run_are_written_anew(tmp_path: Path) -> None:
    done, rows = run(
        tmp_path,
        "text,written_on,earliest_on,latest_on\nyesterday,2026-11-20,1999-01-01,1999-01-01\n",
    )
    assert done.exit_code == 0, done.output
    assert rows == [
        {
            "text": "yesterday",
            "written_on": "2026-11-20",
            "earliest_on": "2026-11-19",
            "latest_on": "2026-11-19",
        }
    ]
