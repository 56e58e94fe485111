"""Each query by name: what raises it, what is proposed, and what raises none."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.support.register import HEADINGS, PLAIN, register, row
from tests.support.tables import from_table, rows
from ulss_tracker.services.register.sheet import Column, read_sheet
from ulss_tracker.services.register.validation.whole import find_doubts
from ulss_tracker.services.register.validation.writing import Doubt

TODAY = date(2026, 11, 24)
SHOWN = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown_raw.csv"


def doubts(*rows: list[str]) -> list[Doubt]:
    return find_doubts(read_sheet(register(*rows, encoding="utf-8")), TODAY)


def named(*rows: list[str]) -> list[tuple[str, str, str]]:
    return [(each.column.value, each.proposed, _name(each)) for each in doubts(*rows)]


def _name(each: Doubt) -> str:
    """The words a query begins with."""
    return re.split("[:.]", each.text)[0]


def test_a_plain_row_raises_none() -> None:
    assert doubts(row()) == []


@from_table
def test_each_doubt(cells: dict[str, str], column: str, proposed: str, name: str) -> None:
    assert (column, proposed, name) in named(row(**cells))


def test_a_date_far_from_its_neighbours_is_doubted_with_the_dates_perhaps_meant() -> None:
    rows = [row(reference=str(n), sentenced=f"{n + 3:02}/04/2019") for n in range(1, 12)]
    rows[5] = row(reference="6", sentenced="02/11/2019")
    rows[8] = row(reference="9", sentenced="10/04/2018")
    found = [(each.reference, each.proposed, _name(each)) for each in doubts(*rows)]
    assert ("6", "2019-02-11", "Future date") in found
    assert ("9", "2019-04-10", "Date long before those around it") in found


def test_one_reference_with_several_of_what_should_be_one() -> None:
    found = named(
        row(initials="AB"),
        row(initials="CD", court="Hull", outcome="Not in Scheme", sentenced="15/01/2019"),
    )
    assert [name for _, _, name in found if name.startswith("One reference")] == [
        "One reference with several courts",
        "One reference with several dates of sentence",
        "One reference with several outcomes",
    ]


def test_dates_of_one_reference_with_day_and_month_swapped() -> None:
    found = named(
        row(initials="AB", sentenced="05/03/2019"), row(initials="CD", sentenced="03/05/2019")
    )
    name = "Dates that are one another with day and month the other way round"
    assert ("date of sentence", "2019-03-05; 2019-05-03", name) in found


def test_a_row_that_repeats_another_is_kept_and_named() -> None:
    assert ("reference", "1", "Same as row 3") in named(row(), row())
    assert ("initials", "AB", "Same initials as row 3 in this reference") in named(
        row(), row(sentence="Life")
    )


def test_a_reference_that_comes_back_later() -> None:
    assert "Reference comes back" in [
        name for _, _, name in named(row(), row(reference="2"), row(initials="CD"))
    ]


@from_table
def test_a_reference_with_a_slip(
    references: list[str], slip: str, proposed: str, name: str
) -> None:
    rows = [row(reference=each, initials=f"A{chr(65 + n)}") for n, each in enumerate(references)]
    found = [each for each in doubts(*rows) if each.column is Column.REFERENCE]
    assert [(each.reference, each.proposed) for each in found] == [(slip, proposed)]
    assert found[0].text.startswith(name)


def test_one_offender_under_two_references() -> None:
    name = "Same offender, court, date and offence as row 3, of reference 1"
    assert ("reference", "1", name) in named(row(), row(reference="2"))


def test_what_stands_outside_the_rows_is_named_with_its_row() -> None:
    cut = ",".join(HEADINGS).encode() + b",Notes\n" + ",".join(PLAIN).encode() + b",see file\n2,CD"
    doubts = find_doubts(read_sheet(cut), TODAY)
    found = [(each.row, _name(each)) for each in doubts]
    assert (1, "Another column") in found
    assert "its 1 cell is not imported" in doubts[0].text
    assert (3, "Row cut short") in found
    assert (3, "End of the file") in found


def test_headings_that_come_again_are_named_and_no_row() -> None:
    sheet = read_sheet(register(row(), HEADINGS, row(reference="2")))
    assert [each.reference for each in sheet.rows] == ["1", "2"]
    assert (4, "Headings again") in [(each.row, _name(each)) for each in find_doubts(sheet, TODAY)]


@pytest.mark.skipif(not SHOWN.is_file(), reason="the office's own register is not at hand")
def test_the_known_traps_of_the_office_s_own_register_are_named() -> None:
    sheet = read_sheet(SHOWN.read_bytes())
    assert (len(sheet.rows), len({each.reference for each in sheet.rows})) == (262, 188)
    found = {(each.reference, each.column, _name(each)) for each in find_doubts(sheet, TODAY)}
    for trap in rows(
        __file__,
        "validation.the_known_traps_of_the_office_s_own_register_are_named",
        str,
        Column,
        str,
    ):
        assert trap in found
