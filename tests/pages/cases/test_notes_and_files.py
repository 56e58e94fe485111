"""The tab of a case's notes and files."""

import io
from email.message import EmailMessage

import pytest
from flask import Flask

from config import Office
from tests.support import build, sample_files
from tests.support.checked_client import CheckedClient
from tests.support.tokens import token_of
from ulss_tracker.models import Case, DocumentKind
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import notes
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments, receiving


@pytest.fixture
def case(app: Flask) -> Case:
    return build.review().case


def show(client: CheckedClient, case: Case):
    return client.get(f"/casework/cases/{case.reference}/notes")


def press(client: CheckedClient, words: str):
    """Press the one button that begins with these words; the rest says which note it is for."""
    names = [button.text_content() for button in client.page.select("main button")]
    [name] = [name for name in names if name.startswith(words)]
    return client.submit(name)


def test_a_case_without_notes_or_files_says_so(caseworker: CheckedClient, case: Case) -> None:
    page = show(caseworker, case)
    assert "No notes yet." in page.text
    assert "No files yet" in page.text


def test_a_note_is_written_pinned_and_unpinned(caseworker: CheckedClient, case: Case) -> None:
    show(caseworker, case)
    page = caseworker.submit("Add the note", note="Mother prefers <b>letters</b>")
    assert "Mother prefers <b>letters</b>" in page.text
    assert "Test Caseworker" in page.text
    page = press(caseworker, "Pin to the top")
    assert [note.text_content() for note in page.select(".app-note--pinned")]
    page = press(caseworker, "Unpin")
    assert not page.select(".app-note--pinned")


@pytest.mark.parametrize(
    ("note", "error"),
    [("", "Enter the note"), (" \n ", "Enter the note"), ("x" * 10_001, "10,000 characters")],
)
def test_a_note_got_wrong_is_kept_in_the_box(
    caseworker: CheckedClient, case: Case, note: str, error: str
) -> None:
    show(caseworker, case)
    page = caseworker.refused("Add the note", note=note)
    assert error in page.errors[0]
    assert page.one("#note").text_content().strip() == note.strip()


def test_a_file_is_added_and_downloaded(caseworker: CheckedClient, case: Case) -> None:
    show(caseworker, case)
    caseworker.click("Add a file")
    page = caseworker.submit(
        "Add the files",
        file=(io.BytesIO(b"What the judge said"), "Ada Brown remarks.txt"),
        kind="sentencing_remarks",
        description="Remarks of 3 March",
    )
    assert "Remarks of 3 March" in page.text
    document = attachments.page(case).rows[0]
    page = caseworker.get(f"/casework/documents/{document.id}")
    assert "A safe copy is being made" in page.text
    caseworker.click("The file as it came")
    answer = caseworker.open(
        f"/casework/documents/{document.id}/original",
        method="POST",
        data={"csrf_token": token_of(caseworker)},
    )
    given = caseworker.open(answer.headers["Location"])
    assert given.get_data() == b"What the judge said"
    assert given.headers["Content-Disposition"] == (
        f"attachment; filename=sentencing-remarks-{document.id}.txt"
    )


def test_a_file_that_is_not_taken_says_why_and_keeps_what_was_typed(
    caseworker: CheckedClient, case: Case
) -> None:
    caseworker.get(f"/casework/cases/{case.reference}/files/new")
    page = caseworker.submit(
        "Add the files", file=(io.BytesIO(b""), "x.pdf"), kind="advice", description="Advice"
    )
    assert "The file is empty" in page.text
    assert page.one("#description").get("value") == "Advice"


def test_files_sent_by_the_script_are_answered_one_by_one(
    caseworker: CheckedClient, case: Case
) -> None:
    page = caseworker.get(f"/casework/cases/{case.reference}/files/new")
    token = page.one("main [name=csrf_token]").get("value")

    def send(name: str, content: bytes, description: str = "Advice") -> object:
        return caseworker.open(
            f"/casework/cases/{case.reference}/files/new",
            method="POST",
            headers={"Accept": "application/json"},
            data={
                "csrf_token": token,
                "kind": "advice",
                "description": description,
                "file": (io.BytesIO(content), name),
            },
        ).get_json()

    assert send("one.txt", b"One") == [{"name": "one.txt", "refused": ""}]
    assert send("empty.pdf", b"") == [{"name": "empty.pdf", "refused": receiving.EMPTY}]
    (answer,) = send("two.txt", b"Two", "x" * 301)
    assert answer["name"] == "two.txt"
    assert "300 characters" in answer["refused"]
    assert [each.name for each in attachments.page(case).rows] == ["one.txt"]


def test_a_message_is_kept_as_it_came_with_its_files_beside_it(
    caseworker: CheckedClient, case: Case
) -> None:
    message = EmailMessage()
    message["From"], message["Date"] = "unit@cps.example", "Mon, 16 Mar 2026 10:00:00 +0000"
    message["Subject"], message["Message-ID"] = "Papers", "<1@cps.example>"
    message.set_content("Two of the papers.")
    for name in ("indictment.pdf", "remarks.pdf"):
        message.add_attachment(
            sample_files.pdf(), maintype="application", subtype="pdf", filename=name
        )
    message.add_attachment(b"", maintype="application", subtype="x-nothing", filename="nothing.bin")
    caseworker.get(f"/casework/cases/{case.reference}/files/new")
    page = caseworker.submit("Add the files", file=(io.BytesIO(message.as_bytes()), "papers.eml"))
    assert "papers.eml with 2 files" in page.text
    assert "Not read yet" in page.text
    kept = {document.name: document for document in attachments.page(case).rows}
    assert set(kept) == {"papers.eml", "indictment.pdf", "remarks.pdf"}
    assert kept["papers.eml"].size == len(message.as_bytes())
    assert kept["remarks.pdf"].description == "remarks, with papers"


def test_two_files_of_the_same_bytes_under_two_names_are_both_listed(
    caseworker: CheckedClient, case: Case
) -> None:
    for name in ("one.txt", "two.txt"):
        caseworker.get(f"/casework/cases/{case.reference}/files/new")
        page = caseworker.submit(
            "Add the files", file=(io.BytesIO(b"Same"), name), kind="advice", description="Advice"
        )
    assert "one.txt" in page.text
    assert "two.txt" in page.text


def test_the_written_exception_of_an_office_without_a_scanner_stands_on_every_file(
    caseworker: CheckedClient, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = build.document(case.requests[0])
    written = "scanner: J Jones until 2027-05-01: the scanner is being bought"
    accepted = "J Jones accepted this until Saturday 1 May 2027: the scanner is being bought"
    office = Office(EXCEPTIONS=written)
    monkeypatch.setattr(office_details, "_office", office)
    for path in (f"cases/{case.reference}/files", f"documents/{document.id}"):
        assert f"Not scanned. {accepted}" in (caseworker.get(f"/casework/{path}").text)
    caseworker.click("The file as it came")
    assert accepted in caseworker.page.text


def test_all_files_of_a_case_have_a_list_of_their_own(
    caseworker: CheckedClient, case: Case
) -> None:
    brought = build.document(case.requests[0], b"A letter")
    for number in range(6):
        attachments.add(
            case,
            name="x.txt",
            content=f"File {number}".encode(),
            kind=DocumentKind.OTHER,
            description=f"Exhibit {number}",
            by=build.user(),
        )
    page = show(caseworker, case)
    assert "Exhibit 5" in page.text
    assert "Exhibit 0" not in page.text
    page = caseworker.click("Every file of the case (7)")
    assert len(page.rows) == 1 + 7
    page = caseworker.submit("Apply filters", origin="request")
    assert [row[0].startswith(brought.name) for row in page.rows[1:]] == [True]
    page = caseworker.submit("Apply filters", kind="advice")
    assert "No file matches these filters." in page.text
    page = caseworker.click("Clear filters")
    assert len(page.rows) == 1 + 7


def test_many_notes_have_pages_and_an_order_in_the_address(
    caseworker: CheckedClient, case: Case
) -> None:
    with transaction():
        for number in range(52):
            notes.add(case, f"Note {number:02}", build.user())
    first = show(caseworker, case)
    assert len(first.select(".app-note")) == 50
    second = caseworker.click("Next page")
    assert [note.text_content() for note in second.select(".app-note")][-1].count("Note 00") == 1
    assert len(second.select(".app-note")) == 2
    caseworker.click("First page")
    page = caseworker.click("Oldest first")
    assert "Note 00" in page.select(".app-note")[0].text_content()
    page = caseworker.submit("Apply filters", **{"from_on-year": "1990"})
    assert page.errors
    page = caseworker.submit(
        "Apply filters", **{"to_on-day": "1", "to_on-month": "1", "to_on-year": "1990"}
    )
    assert "No note matches these filters." in page.text


def test_a_law_officer_reads_and_adds_nothing(signed_in, case: Case) -> None:
    notes.add(case, "Seen by the law officer too", build.user())
    client = signed_in(Role.LAW_OFFICER)
    page = show(client, case)
    assert "Seen by the law officer too" in page.text
    assert "Add the note" not in page.text
    assert "Pin to the top" not in page.text
    client.get(f"/casework/cases/{case.reference}/files/new", status=403)
