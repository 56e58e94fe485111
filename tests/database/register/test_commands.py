"""`flask register import` and `export`, as they are run from a terminal."""

import csv
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import from_environment
from tests.support.register import HEADINGS, register, row
from ulss_tracker import create_app
from ulss_tracker.models import Review, db
from ulss_tracker.scheme.offences.verdict import Verdict


def run(app: Flask, *arguments: str) -> str:
    done = app.test_cli_runner().invoke(args=["register", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_dry_run_reports_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    file, report, out = (tmp_path / name for name in ("in.csv", "report.csv", "out.csv"))
    file.write_bytes(register(row(court="Ayelsbury")))
    said = run(app, "import", str(file), "--dry-run", "--report", str(report))
    assert "1 rows, 1 references" in said
    assert "Nothing was changed" in said
    with report.open(encoding="utf-8", newline="") as lines:
        heading, line = csv.reader(lines)
    assert heading == ["row", "reference", "column", "read", "proposed", "doubt"]
    assert line[:2] == ["3", "1"]
    assert line[3:5] == ["Ayelsbury", "Aylesbury Crown Court"]
    run(app, "export", str(out))
    assert out.read_text(encoding="utf-8").count("\n") == 1


def test_what_is_imported_is_exported_and_a_file_that_is_no_register_refused(
    app: Flask, tmp_path: Path
) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("name,age\nA,2\n")
    done = app.test_cli_runner().invoke(args=["register", "import", str(file)])
    assert done.exit_code == 1
    assert "Not found: ULS Reference" in done.output
    rows = [row(offence="Theft"), row(reference="2", initials="UY ", offence="Theft")]
    file.write_bytes(register(*rows))
    assert "Imported 2 rows" in run(app, "import", str(file), "--categories")
    assert set(db.session.scalars(select(Review.verdict))) == {Verdict.MUST_CHECK}
    assert "Imported 0 rows" in run(app, "import", str(file))
    run(app, "export", str(out))
    with out.open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [HEADINGS, *rows]


def test_a_database_without_tables_is_said_and_how_to_make_them(
    new_database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(register(row()))
    monkeypatch.setenv("DATABASE_URL", new_database("without_tables"))
    bare = create_app(from_environment())
    for arguments in (["import", str(file), "--dry-run"], ["export", str(tmp_path / "out.csv")]):
        done = bare.test_cli_runner().invoke(args=["register", *arguments])
        assert done.exit_code == 1
        assert "db upgrade" in done.output
    with bare.app_context():
        db.engine.dispose()


@pytest.mark.on_sqlite  # which alone has one writer at a time
def test_what_waits_for_another_writer_says_so_and_keeps_what_was_done(
    app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "in.csv"
    file.write_bytes(register(row()))
    with db.engine.connect() as other, other.begin():
        done = app.test_cli_runner().invoke(args=["register", "import", str(file)])
    assert done.exit_code == 1
    assert "Something else is writing to the database" in done.output
    assert "Imported 1 rows" in run(app, "import", str(file))
