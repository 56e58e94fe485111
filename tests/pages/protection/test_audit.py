"""Opening what is restricted leaves one line that nobody can change, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support import build
from ulss_tracker.errors import NotAllowed
from ulss_tracker.models import AuditEntry, AuditKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.operations import history_check
from ulss_tracker.services.protection import audit, restrictions, sealing, search_words

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
SEARCHED_NAME = "audited words"


def entries() -> list[AuditEntry]:
    db.session.rollback()
    return db.session.query(AuditEntry).order_by(AuditEntry.id).all()


def test_opening_a_restricted_record_is_recorded(restricted: Review, signed_in) -> None:
    client = signed_in(Role.CASEWORKER)
    for path in (
        f"/casework/reviews/{restricted.id}",
        f"/casework/cases/{restricted.case.reference}",
        f"/casework/requests/{restricted.case.requests[0].reference}",
    ):
        client.get(path)
    found = entries()
    assert [entry.page for entry in found] == [
        "casework.show_review",
        "casework.show_case",
        "casework.show_request",
    ]
    assert {(entry.kind, entry.why, entry.by_id) for entry in found} == {
        (AuditKind.OPENED, "anonymity", build.user().id)
    }
    assert {entry.case_id for entry in found} == {restricted.case_id}


def test_opening_what_nothing_restricts_is_not(app: Flask, signed_in) -> None:
    review = build.eligible_review()
    signed_in(Role.CASEWORKER).get(f"/casework/reviews/{review.id}")
    assert entries() == []


def test_a_file_and_a_letter_of_a_restricted_case_are_recorded(
    restricted: Review, signed_in
) -> None:
    document = build.document(restricted.case.requests[0])
    letter = build.letter(restricted)
    client = signed_in(Role.CASEWORKER)
    for path in (f"/casework/documents/{document.id}", f"/casework/letters/{letter.id}.pdf"):
        assert client.open(path).status_code == 200
    assert [(entry.kind, entry.page) for entry in entries()] == [
        (AuditKind.OPENED, "casework.document"),
        (AuditKind.OPENED_FILE, "casework.document"),
        (AuditKind.OPENED, "casework.letter_pdf"),
    ]


def test_a_page_that_was_refused_is_not_recorded(restricted: Review, signed_in) -> None:
    client = signed_in(Role.LAW_OFFICER)
    client.get(f"/casework/reviews/{restricted.id}/offender", status=403)
    assert entries() == []


def test_what_was_opened_on_one_page_is_not_told_of_the_next(restricted: Review, signed_in) -> None:
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/reviews/{restricted.id}")
    client.get("/casework/requests")
    assert len(entries()) == 1


def test_a_page_that_cannot_be_recorded_is_not_shown(
    restricted: Review, signed_in, monkeypatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(audit, "keep_readings", full)
    client = signed_in(Role.CASEWORKER)
    answer = client.open(f"/casework/reviews/{restricted.id}")
    assert answer.status_code == 500
    assert "John Archer" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET words = 'other'", "DELETE FROM audit_entry"]
)
def test_nobody_changes_an_entry(app: Flask, change: str) -> None:
    audit.keep_search("archer", 1, build.user())
    with pytest.raises(DBAPIError, match="never changes"):
        db.session.execute(text(change))
    db.session.rollback()


def test_a_supervisor_reads_it_narrowed_and_a_caseworker_does_not(
    restricted: Review, signed_in
) -> None:
    signed_in(Role.CASEWORKER).get(f"/casework/reviews/{restricted.id}")
    audit.keep_search(SEARCHED_NAME, 3, build.user())
    client = signed_in(Role.SUPERVISOR)
    page = client.get("/supervision/audit")
    assert SEARCHED_NAME in page.text
    assert "3 found" in page.text
    assert "anonymity for life" in page.text
    page = client.get("/supervision/audit?kind=opened")
    assert SEARCHED_NAME not in page.text
    page = client.get(f"/supervision/audit?reference={restricted.case.reference.lower()}")
    assert restricted.case.reference in page.text
    page = client.get("/supervision/audit?to_on-day=17&to_on-month=3&to_on-year=2026")
    assert "Nothing matches these filters" in page.text
    signed_in(Role.CASEWORKER).get("/supervision/audit", status=403)


def test_services_check_again(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        audit.entries({}, build.user())


def test_it_is_read_a_page_at_a_time(app: Flask, signed_in) -> None:
    for number in range(60):
        audit.keep_search(f"words {number:02d}", 0, build.user())
    client = signed_in(Role.SUPERVISOR)
    first = client.get("/supervision/audit")
    assert "words 59" in first.text
    second = client.click("Next page")
    assert "words 00" in second.text
    assert "words 59" not in second.text


def test_entries_about_a_sealed_case_are_for_those_named_on_it(
    restricted: Review, signed_in
) -> None:
    signed_in(Role.CASEWORKER).get(f"/casework/reviews/{restricted.id}")
    other = build.user(Role.SUPERVISOR, email="other@example.org", name="Other Supervisor")
    sealing.seal(restricted.case, [], "Why", other)
    page = signed_in(Role.SUPERVISOR).get("/supervision/audit")
    assert restricted.case.reference not in page.text


def test_dates_are_those_of_london(app: Flask, at) -> None:
    at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # half past midnight on 1 July in London
    audit.keep_search("late", 0, build.user())
    asked = {"from_on": date(2026, 7, 1), "to_on": date(2026, 7, 1)}
    assert len(audit.entries(asked, build.user(Role.SUPERVISOR)).rows) == 1
    asked = {"to_on": date(2026, 6, 30)}
    assert audit.entries(asked, build.user(Role.SUPERVISOR)).rows == []


def test_restrictions_are_recorded_as_they_are_now(restricted: Review, signed_in) -> None:
    restrictions.end(restricted.case.restrictions[0], "An error", build.user())
    signed_in(Role.CASEWORKER).get(f"/casework/reviews/{restricted.id}")
    assert entries() == []


def test_searched_words_are_forgotten_after_90_days_and_the_history_bears_it(
    app: Flask, signed_in, at
) -> None:
    searched_at = NOW
    client = signed_in(Role.SUPERVISOR)
    client.get("/casework/search")
    page = client.submit("Search", words="Zebedee Quillfeather")
    shared = page.path
    signed_in(Role.CASEWORKER).get(shared)
    assert client.get("/supervision/audit?kind=searched").text.count("“Zebedee Quillfeather”") == 2
    kept = [str(row) for row in db.session.execute(text("SELECT * FROM audit_entry"))]
    assert not [row for row in kept if "Zebedee" in row]

    at(searched_at + search_words.KEPT_FOR - timedelta(minutes=1))
    assert search_words.forget_old() == 0
    at(searched_at + search_words.KEPT_FOR + timedelta(minutes=1))
    assert search_words.forget_old() == 2
    page = signed_in(Role.SUPERVISOR).get("/supervision/audit?kind=searched")
    assert page.text.count("Words forgotten after 90 days, 0 found") == 2
    gone = signed_in(Role.CASEWORKER).get(shared, status=404)
    assert "more than 90 days ago" in gone.text
    report = history_check.check()
    assert report.records > 2
    assert not [each for each in report.faults if each.table == "audit_entry"]
