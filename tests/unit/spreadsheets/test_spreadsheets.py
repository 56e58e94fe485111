"""Spreadsheets leave with nothing in them that a program would run."""

import csv
import io
import zipfile

import pytest
from odfdo import Document

from ulss_tracker.services.spreadsheets import Sheet, defused, undefused, written


def read(sheet: Sheet, ending: str) -> bytes:
    with written(sheet, ending) as file:
        return file.read()


def test_what_could_be_a_formula_is_defused(subtests: pytest.Subtests) -> None:
    for cell in [
        *("=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(1)"),
        *("＝1", "＋1", "－1", "＠x", "﹦1", "﹢1", "﹣1", "﹫x"),
        *(" =1", "\n=1", "\xa0=1", "\u200b=1", "\ufeff=1", "\x01=1", "\xad\u2028\x0b=1"),
    ]:
        with subtests.test(cell=cell):
            assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Leeds", "3 years", "", "a=b", "é=1", " \u200b", -2, 5])
def test_other_cells_are_as_they_are(cell: str | int) -> None:
    assert defused(cell) == cell


def test_a_csv_opens_as_utf_8_and_reads_back() -> None:
    raw = read(Sheet("Names", ["Name"], [["Siân, ŵy"], ["=1"]]), "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert lines == [["Name"], ["Siân, ŵy"], ["'=1"]]


AWKWARD = [
    "a  b",
    "a \x01 b",
    " two lines\nof it",
    '<b>&amp;</b> "quoted"',
    "Siân, ŵy, 😀",
    "nul\x00 and bell\x07",
    "",
]


def test_an_opendocument_sheet_reads_back_as_it_was_written() -> None:
    raw = read(Sheet('O’Neill & "Sons"', ["Words", "Number"], [[c, 7] for c in AWKWARD]), "ods")
    (table,) = Document(io.BytesIO(raw)).body.get_tables()
    assert table.name == 'O’Neill & "Sons"'
    shown_cells = [[cell.get_value() for cell in row.get_cells()] for row in table.get_rows()]
    assert [row[1] for row in shown_cells] == ["Number", *[7] * len(AWKWARD)]
    shown = [row[0] or "" for row in shown_cells[1:]]
    assert shown == [
        "a  b",
        "a  b",
        " two lines\nof it",
        '<b>&amp;</b> "quoted"',
        "Siân, ŵy, 😀",
        "nul and bell",
        "",
    ]


def test_what_comes_back_is_as_it_was_before_it_was_defused() -> None:
    for cell in ("=1", " =1", "-2 years", "plain", "'quoted'", "\tx", "\u200b=1", "＝1"):
        assert undefused(str(defused(cell))) == cell


def test_an_opendocument_sheet_holds_values_and_no_formula() -> None:
    raw = read(Sheet("Names", ["Name", "Number"], [["=1+1", 3]]), "ods")
    content = zipfile.ZipFile(io.BytesIO(raw)).read("content.xml").decode()
    assert "table:formula" not in content
    assert "=1+1" in content
