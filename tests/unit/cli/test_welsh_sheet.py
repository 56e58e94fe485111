"""The translator's sheet: every sentence with its Welsh, taken back once somebody has read it."""

import csv
import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from ulss_tracker.cli.welsh import CATALOGUE, READ_BY, welsh_cli


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return Path(shutil.copy(CATALOGUE, tmp_path / "messages.po"))


def run(catalogue: Path, *arguments: str) -> str:
    result = CliRunner().invoke(welsh_cli, ["sheet", *arguments, "--catalogue", str(catalogue)])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_a_reader_passed_is_taken_back_and_marked_and_nothing_else(catalogue: Path) -> None:
    sheet = catalogue.with_name("sheet.csv")
    run(catalogue, str(sheet))
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    unread = sum(not row["read by"] for row in rows)
    for row in rows:
        if row["english"] == "Continue":
            row |= {"welsh": "Ymlaen", "read by": "Siân Ŵyn"}
        if row["english"] == "Yes":
            row["welsh"] = "Not read"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert "1 sentences are read" in run(catalogue, str(sheet), "--take-back")
    with catalogue.open("rb") as file:
        messages = read_po(file)
    message = messages.get("Continue")
    assert (message.string, message.user_comments) == ("Ymlaen", [f"{READ_BY}Siân Ŵyn"])
    assert messages.get("Yes").string != "Not read"
    assert catalogue.with_suffix(".mo").exists()
    assert f"{unread - 1} of them unread" in run(catalogue, str(sheet))


def test_a_row_that_fills_in_something_else_is_refused_and_nothing_is_taken(
    catalogue: Path,
) -> None:
    before = catalogue.read_bytes()
    sheet = catalogue.with_name("sheet.csv")
    sheet.write_text('english,form,welsh,read by\n"Do you mean %(court)s?",0,Ai %(cwrt)s?,Siân\n')
    result = CliRunner().invoke(
        welsh_cli, ["sheet", str(sheet), "--take-back", "--catalogue", str(catalogue)]
    )
    assert (result.exit_code, catalogue.read_bytes()) == (1, before)
    assert "Ai %(cwrt)s?" in result.output
