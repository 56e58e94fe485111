"""The register as a file: encodings, headings, blank rows, and the numbers a person sees."""

import pytest

from tests.support.register import HEADINGS, PLAIN, register, row
from ulss_tracker.errors import Refused
from ulss_tracker.services.register.sheet import Column, read_sheet


@pytest.mark.parametrize(
    "encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_any_encoding_an_office_saves_in_is_read(encoding: str) -> None:
    sheet = read_sheet(register(row(sentence="3 years’ custody – café"), encoding=encoding))
    assert sheet.rows[0].cells[Column.SENTENCE] == "3 years’ custody – café"


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_are_read(separator: str) -> None:
    text = separator.join(HEADINGS) + "\n" + separator.join(PLAIN) + "\n"
    assert read_sheet(text.encode()).rows[0].cells[Column.INITIALS] == "AB"


def test_headings_under_the_names_of_a_program_and_dates_of_others() -> None:
    text = (
        "ref,initials,court,date_of_offence,sentence_date,offence,status,outcome,hearing_date,"
        "original_sentence,revised_sentence\n"
        "7,AB,Leeds,01/01/2018,01/02/2019,Robbery,Complete,Not Referred,N/A,1 year,N/A\n"
    )
    found = read_sheet(text.encode()).rows[0]
    assert (found.reference, found.cells[Column.OFFENCE]) == ("7", "Robbery")
    assert found.cells[Column.SENTENCED] == "01/02/2019"


def test_row_numbers_are_those_of_the_spreadsheet() -> None:
    raw = register(row(sentence="one\ntwo"), [""] * 10, row(reference="2"))
    sheet = read_sheet(raw)
    assert [(each.number, each.reference) for each in sheet.rows] == [(3, "1"), (5, "2")]
    assert sheet.blank_rows == 1


def test_the_cell_is_kept_as_written_and_read_without_its_line_breaks() -> None:
    found = read_sheet(register(row(initials=" UY\n"))).rows[0]
    assert found.cells[Column.INITIALS] == " UY\n"
    assert found.said(Column.INITIALS) == "UY"


def test_columns_may_stand_in_another_order_and_under_shorter_headings() -> None:
    text = (
        "Offence,ULS reference,Initials,Crown Court,Sentence date,Status,Outcome,Hearing,"
        "Original sentence,Revised sentence\nRobbery,7,AB,Leeds,01/02/2019,Complete,"
        "Not Referred,N/A,1 year,N/A\n"
    )
    found = read_sheet(text.encode()).rows[0]
    assert found.reference == "7"
    assert found.cells[Column.COURT] == "Leeds"
    assert found.cells[Column.SENTENCED] == "01/02/2019"


def test_a_short_row_has_empty_cells_and_a_long_one_keeps_what_is_beyond() -> None:
    raw = (
        ",".join(f'"{each}"' for each in HEADINGS) + "\n9,AB\n" + ",".join(PLAIN) + ",extra\n"
    ).encode()
    short, long = read_sheet(raw).rows
    assert short.cells[Column.REVISED] == ""
    assert long.beyond == ("extra",)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "The file is empty"),
        (b"name,age\nA,2\n", "Not found: ULS Reference"),
        (register(), "no rows"),
        (b"PK\x03\x04 and the rest", "a workbook"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_what_is_no_register_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_sheet(raw)
