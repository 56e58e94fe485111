"""The old register imported: what rows become, nothing made twice, and its export."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.records import count
from tests.support.register import HEADINGS, register, row
from ulss_tracker.models import (
    Case,
    Event,
    EventKind,
    RegisterDoubt,
    RegisterRow,
    RegisterState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.register import exporting, importing
from ulss_tracker.services.register.sheet import Column

SHOWN = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown_raw.csv"


def bring_in(raw: bytes) -> int:
    by = build.user(Role.SUPERVISOR)
    return importing.import_file(importing.bring(raw, by), by)


def reviews() -> list[Review]:
    return list(db.session.scalars(select(Review).order_by(Review.id)))


def given_back() -> list[list[str]]:
    out = io.StringIO(newline="")
    exporting.take_out(out, users.register_clerk())
    return list(csv.reader(io.StringIO(out.getvalue(), newline="")))


def test_a_row_becomes_a_review_with_its_sentence_offence_and_ending(app: Flask) -> None:
    assert bring_in(register(row(reference="77"))) == 1
    (review,) = reviews()
    assert review.case.reference == "REG-2019-77"
    assert review.case.court_id == "leeds"
    assert review.offender_name == "AB"
    assert review.outcome is Outcome.NOT_REFERRED
    assert review.is_historical
    assert review.verdict is Verdict.IN_SCHEME
    (sentence,) = review.sentences
    assert sentence.sentenced_on == date(2019, 1, 14)
    assert sentence.text == "3 years’ imprisonment"
    assert [each.text for each in sentence.convictions] == ["Robbery"]
    kinds = set(db.session.scalars(select(Event.kind)))
    assert EventKind.REGISTER_ROW_IMPORTED in kinds


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"outcome": "Not in Scheme"}, Outcome.NOT_IN_SCHEME),
        ({"outcome": "Out of Time"}, Outcome.OUT_OF_TIME),
        ({"outcome": "Application Withdrawn"}, Outcome.WITHDRAWN),
        ({"outcome": "Under Consideration"}, None),
        ({"outcome": "Referred to the Court of Appeal"}, None),
        ({"outcome": "Referred to the Court of Appeal", "revised": "Unchanged"}, Outcome.UNCHANGED),
        ({"outcome": "Referred to the Court of Appeal", "revised": "7 years"}, Outcome.INCREASED),
        (
            {"outcome": "Referred to the Court of Appeal", "revised": "Leave refused"},
            Outcome.LEAVE_REFUSED,
        ),
    ],
)
def test_how_a_row_ended(app: Flask, cells: dict[str, str], outcome: Outcome | None) -> None:
    bring_in(register(row(**cells)))
    assert reviews()[0].outcome is outcome


def test_several_offenders_of_one_reference_share_a_case_but_not_across_courts(app: Flask) -> None:
    rows = (row(initials="AB"), row(initials="CD"), row(initials="EF", court="Cardiff"))
    bring_in(register(*rows))
    first, second, third = reviews()
    assert first.case_id == second.case_id
    assert third.case.reference == "REG-2019-1-2"


def test_a_placeholder_is_no_name_a_judge_no_court_and_what_cannot_be_dates_no_sentence(
    app: Flask,
) -> None:
    odd = {"initials": "UY ", "court": "HHJ Adam Bede", "sentenced": "soon"}
    bring_in(register(row(**odd), row(initials="CD", sentenced="14/01/2099")))
    first, second = reviews()
    assert first.offender_name == cases.NAME_NOT_KNOWN
    assert (first.case.court_id, first.case.court_text) == (None, "HHJ Adam Bede")
    assert first.sentences == second.sentences == []


def test_importing_twice_makes_nothing_twice_and_one_that_grew_brings_its_new_rows(
    app: Flask,
) -> None:
    rows = (row(), row(), row(reference="2", initials="UY"))
    raw = register(*rows)
    importing.plan(raw)  # which changes nothing
    assert (count(Case), count(RegisterRow), count(RegisterDoubt)) == (0, 0, 0)
    assert bring_in(raw) == 3
    assert bring_in(raw) == 0
    assert bring_in(raw + b"\r\n,,,,,,,,,\r\n") == 0  # another file with the same rows
    assert (count(Case), count(Review), count(RegisterRow)) == (2, 3, 3)
    assert bring_in(register(*rows, row(initials="CD"), row(reference="3"))) == 2
    assert (count(Case), count(Review)) == (3, 5)


def test_a_cell_changed_since_is_named_and_not_changed_here(app: Flask) -> None:
    bring_in(register(row(outcome="Under Consideration", status="In Progress")))
    changed = register(row())
    planned = importing.plan(changed)
    assert (planned.new, planned.known) == (0, 1)
    said = {(each.column.value, each.proposed) for each in planned.doubts}
    assert {("outcome", "Under Consideration"), ("status", "In Progress")} <= said
    assert bring_in(changed) == 0
    assert reviews()[0].outcome is None


def test_a_day_written_in_another_form_is_no_change(app: Flask) -> None:
    bring_in(register(row(sentenced="14/01/2019", hearing="03/04/2019")))
    again = importing.plan(register(row(sentenced="2019-01-14", hearing="3 April 2019")))
    assert (again.known, again.new) == (1, 0)
    assert not [each.text for each in again.doubts if "Changed since" in each.text]
    other = importing.plan(register(row(sentenced="2019-01-15", hearing="3 April 2019")))
    assert [each.column for each in other.doubts if "Changed since" in each.text] == [
        Column.SENTENCED
    ]


def test_a_row_corrected_beyond_knowing_is_new_and_named(app: Flask) -> None:
    bring_in(register(row()))
    found = importing.plan(register(row(court="York", sentenced="15/01/2019")))
    assert found.new == 1
    assert "one imported before under this reference is not in the file: “AB, Leeds, " in (
        found.doubts[0].text
    )


def test_a_row_that_comes_again_under_another_reference_is_named(app: Flask) -> None:
    bring_in(register(row()))
    (doubt,) = importing.plan(register(row(reference="10"))).doubts
    assert (doubt.proposed, doubt.column.value) == ("1", "reference")
    assert doubt.text.startswith("Same row as was imported under reference 1")


def test_what_is_too_long_to_keep_or_without_a_reference_fails_alone(app: Flask) -> None:
    too_long = (row(reference="1" * 201), row(initials="A" * 201))
    assert bring_in(register(*too_long, row(reference=""), row())) == 1
    texts = list(db.session.scalars(select(RegisterDoubt.text)))
    assert sum("has more than 200 letters" in text for text in texts) == 2
    assert any(text.startswith("No reference") for text in texts)


def test_what_was_imported_comes_back_to_the_letter(app: Flask) -> None:
    rows = [
        row(initials="UY ", sentence="1) this\n2) that\n", court="Ayelsbury"),
        row(reference="2", sentenced="3 May 2019", outcome="Pending", offence='"Odd", it was'),
    ]
    bring_in(register(*rows))
    assert given_back() == [HEADINGS, *rows]


def test_a_corrected_fact_is_given_back_as_corrected(app: Flask) -> None:
    bring_in(register(row()))
    (review,) = reviews()
    with transaction():
        review.offender_name = "Xavier Yew"
        review.sentences[0].sentenced_on = date(2019, 1, 15)
        review.outcome = Outcome.NOT_IN_SCHEME
    assert given_back()[1] == row(initials="XY", sentenced="15/01/2019", outcome="Not in Scheme")


def test_each_doubt_stands_beside_its_review(app: Flask) -> None:
    bring_in(register(row(), row(reference="2", court="Ayelsbury")))
    (doubt,) = db.session.scalars(select(RegisterDoubt))
    assert doubt.review_id == reviews()[1].id
    assert (doubt.row_number, doubt.column_name, doubt.proposed) == (
        4,
        "court",
        "Aylesbury Crown Court",
    )


def test_the_file_says_how_far_it_has_come(app: Flask) -> None:
    by = build.user(Role.SUPERVISOR)
    file = importing.bring(register(row(), row(reference="2")), by)
    assert (file.state, file.rows, file.rows_done) == (RegisterState.READ, 2, 0)
    told: list[int] = []
    importing.import_file(file, by, told.append)
    assert (file.state, file.rows_done, file.rows_new) == (RegisterState.IMPORTED, 2, 2)
    assert sum(told) == 2


@pytest.mark.skipif(not SHOWN.is_file(), reason="the office's own register is not at hand")
def test_the_office_s_own_register_comes_in_and_goes_out_unchanged(app: Flask) -> None:
    raw = SHOWN.read_bytes()
    assert bring_in(raw) == 262
    assert bring_in(raw) == 0
    lines = csv.reader(io.StringIO(raw.decode("cp1252"), newline=""))
    assert given_back() == [line for line in lines if any(cell.strip() for cell in line)]
    references = select(func.count(RegisterRow.reference.distinct()))
    assert db.session.scalar(references) == 188
