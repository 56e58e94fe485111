"""The old register on its pages: uploaded, looked through, imported, resolved, exported."""

import io

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.register import register, row
from ulss_tracker.models import DownloadKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.register import lists
from ulss_tracker.services.supervision import downloads
from ulss_tracker.web.supervision import downloads as making


def bring(client, raw: bytes, status: int = 200):
    client.get("/supervision/register/")
    return client.submit("Read the file", status=status, file=(io.BytesIO(raw), "register.csv"))


def test_a_register_is_read_looked_through_and_imported(supervisor) -> None:
    page = bring(supervisor, register(row(), row(reference="2", court="Ayelsbury")))
    assert page.h1 == "Register of 2 rows"
    assert "Aylesbury Crown Court" in page.text
    page = supervisor.submit("Import 2 rows")
    assert "Imported 2 of 2 rows" in page.text
    assert "2 rows were new and are now reviews." in page.text
    assert "The others" not in page.text


def test_a_register_with_nothing_new_says_so(supervisor) -> None:
    bring(supervisor, register(row()))
    supervisor.submit("Import 1 row")
    bring(supervisor, register(row(), row(reference="2")))
    page = supervisor.submit("Import 2 rows")
    assert "1 row was new and is now a review. The others were here already" in page.text
    bring(supervisor, register(row(reference="2")))
    page = supervisor.submit("Import 1 row")
    assert "No row was new: each was here already" in page.text


def test_the_same_file_brought_again_is_the_same_register(supervisor) -> None:
    raw = register(row())
    first = bring(supervisor, raw)
    assert "uploaded before" not in first.text
    supervisor.submit("Import 1 row")
    again = bring(supervisor, raw)
    assert again.h1 == first.h1
    assert "This file was uploaded before" in again.text
    assert len(lists.files().rows) == 1


@pytest.mark.parametrize(
    ("raw", "said"), [(b"", "The file is empty"), (b"name,age\nA,2\n", "Not found: ULS Reference")]
)
def test_what_is_no_register_is_refused_with_the_reason(supervisor, raw: bytes, said: str) -> None:
    page = bring(supervisor, raw, status=400)
    assert said in page.text


def test_no_file_is_asked_for(supervisor) -> None:
    supervisor.get("/supervision/register/")
    assert "Choose the register’s file" in supervisor.submit("Read the file", status=400).text


def test_a_query_about_an_offence_opens_to_how_its_words_were_read(supervisor) -> None:
    bring(supervisor, register(row(offence="zorbification")))
    supervisor.submit("Import 1 row")
    page = supervisor.click("Resolve")
    assert "“zorbification”: not certain, so a lawyer must check" in page.text


def test_a_doubt_is_settled_by_correcting_the_fact(supervisor) -> None:
    bring(supervisor, register(row(court="Ayelsbury")))
    supervisor.submit("Import 1 row")
    query = supervisor.click("Resolve").path
    page = supervisor.submit(
        "Resolve", how="correct", value="Aylesbury", why="The indictment says so"
    )
    assert "The query is resolved" in page.text
    assert "Resolved at " in supervisor.get(query).text
    log = supervisor.get("/supervision/register/corrections")
    assert "The indictment says so" in log.text
    supervisor.get("/supervision/register/")
    assert supervisor.submit("Make the register as it is now").h1 == "Register as it is now"
    assert "Aylesbury Crown Court" in supervisor.click("Download it (CSV)").text


def test_a_doubt_needs_a_reason_and_keeps_what_was_typed(supervisor) -> None:
    bring(supervisor, register(row(court="Ayelsbury")))
    supervisor.submit("Import 1 row")
    supervisor.click("Resolve")
    page = supervisor.submit(
        "Resolve", status=400, how="correct", value="Nowhere at all", why="I know"
    )
    assert "as the list of courts has it" in page.text
    assert page.one("[name=value]").get("value") == "Nowhere at all"


def test_the_doubts_are_filtered(supervisor) -> None:
    bring(supervisor, register(row(court="Ayelsbury"), row(reference="2", initials="UY")))
    page = supervisor.submit("Apply filters", column="initials")
    assert "Placeholder" in page.text
    assert "Court spelling" not in page.text


def test_the_report_and_the_register_can_be_downloaded(supervisor) -> None:
    bring(supervisor, register(row(court="Ayelsbury")))
    file = lists.files().rows[0]
    report = supervisor.get(f"/supervision/register/{file.id}/report.csv")
    assert report.text.splitlines()[0] == "\ufeffrow,reference,column,read,proposed,doubt"
    assert "Court spelling" in report.text


def test_a_list_that_takes_long_says_how_far_it_is_and_is_collected_later(
    supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_SECONDS_A_PRESS", -1)
    build.eligible_review(offender_name="John Archer")
    supervisor.get("/supervision/statistics/")
    supervisor.click("Case update to publish")
    page = supervisor.submit("Make the case update")
    assert "0 of 1 rows read" in page.text and "Download" not in page.text
    number = downloads.recent(DownloadKind.CASE_UPDATE)[0].id
    path = f"/supervision/register/lists/{number}"
    assert supervisor.open(path).headers["Refresh"] == "5"
    supervisor.click("Stop it looking again")
    assert "Refresh" not in supervisor.open(f"{path}?still=1").headers
    supervisor.click("Look again")
    answer = supervisor.open(f"{path}/case-update.csv")
    assert answer.status_code == 409 and "still being made" in answer.text
    supervisor.get("/supervision/register/case-updates")
    assert supervisor.submit("Make the case update").h1 == "Case update"
    assert [each.id for each in downloads.recent(DownloadKind.CASE_UPDATE)] == [number]
    assert downloads.make_waiting() == 1
    supervisor.get("/supervision/register/case-updates")
    assert "Ready" in supervisor.page.text
    supervisor.click("Case update")
    assert ",JA," in supervisor.click("Download it (CSV)").text


def test_a_list_of_no_kind_or_of_another_is_not_found(supervisor) -> None:
    made = build.made_list(DownloadKind.CASE_UPDATE)
    for path in (f"{made.id}/register.csv", f"{made.id}/case-update.pdf", "99", "99/register.csv"):
        assert supervisor.open(f"/supervision/register/lists/{path}").status_code == 404


def test_a_register_may_be_one_of_categories(signed_in) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/register/")
    raw = io.BytesIO(register(row(offence="Theft")))
    supervisor.submit("Read the file", file=(raw, "register.csv"), has_categories="yes")
    supervisor.submit("Import 1 row")
    db.session.rollback()
    assert db.session.scalars(select(Review.verdict)).all() == [Verdict.MUST_CHECK]
