"""Rows of the catalogue that lawyers say they read in the law: two make a row read."""

from dataclasses import replace

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.law import readings

ROW = "io-soa56-17"
PAGE = f"/admin/catalogue/{ROW}"
READING = {
    "copy": "legislation.gov.uk, text of 3 November 1994",
    "text": "On indictment. Fourteen years.",
}


def test_two_lawyers_read_a_row_with_its_text_beside_it(signed_in) -> None:
    lawyer: CheckedClient = signed_in(Role.LAWYER)
    lawyer.get("/admin/catalogue/to-read")
    page = lawyer.get(PAGE)
    assert "No lawyer has said here that they read it." in page.text
    page = lawyer.click("I have read this row in the law")
    assert "Part I para 4 says on indictment" in page.text
    assert len(lawyer.submit("I have read it").errors) == 2
    page = lawyer.submit("I have read it", **READING)
    assert f"in {READING['copy']}: “{READING['text']}”" in page.text
    assert "I have read this row in the law" not in page.text
    assert "Read by two" not in page.text
    second = build.user(Role.LAWYER, email="bo.rai@example.org", name="Bo Rai")
    readings.read(load_catalogue().get(ROW), **READING, by=second)
    page = lawyer.get(PAGE)
    assert "Read by two" in page.text
    assert "Read by Bo Rai" in page.text
    *_, last = lawyer.get("/admin/catalogue/to-read").rows
    assert last[0].startswith("Abduction of a woman by force")
    assert "Bo Rai" in last[3]
    lawyer.get(f"{PAGE}/read")
    refused = lawyer.submit("I have read it", **READING)
    assert "another lawyer reads it next" in refused.text


def test_a_law_officer_sees_who_read_a_row_and_reads_none(signed_in) -> None:
    officer: CheckedClient = signed_in(Role.LAW_OFFICER)
    page = officer.get("/admin/catalogue/to-read")
    assert all(row[3] == "No lawyer" for row in page.rows[1:])
    page = officer.get(PAGE)
    assert "What rests on it" in page.text
    assert "I have read this row in the law" not in page.text
    with pytest.raises(NotAllowed):
        readings.read(load_catalogue().get(ROW), **READING, by=build.user(Role.LAW_OFFICER))


def test_what_rests_on_a_row_is_counted(signed_in) -> None:
    by = build.user(Role.CASEWORKER)
    build.conviction(build.sentence(build.review(by=by), by=by), "io-burglary-violence", by=by)
    page = signed_in(Role.SUPERVISOR).get("/admin/catalogue/io-burglary-violence")
    assert "1 offence recorded under it; answers to Burglary lead to it" in page.text


def test_a_row_that_says_something_else_since_is_to_be_read_again(app: object) -> None:
    row, by = load_catalogue().get(ROW), build.user(Role.LAWYER)
    readings.read(row, **READING, by=by)
    (reading,) = readings.every()[ROW]
    assert (reading.by, reading.copy, reading.is_of(row)) == (by, READING["copy"], True)
    changed = replace(row, source="Another text")
    assert not reading.is_of(changed)
    assert not readings.why_not(changed, [reading], by)
    with pytest.raises(Refused, match="another lawyer reads it next"):
        readings.read(row, **READING, by=by)
