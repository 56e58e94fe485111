"""The gate from a file's arrival to its safe copy: looked at, made safe, found, watched over."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import IO

import pikepdf
import pytest
from flask import Flask
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select, update

from tests.support import build
from tests.support import sample_files as sample
from tests.support.clocks import SetClock
from tests.support.reading import reading_for
from tests.support.stored import original
from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate.slots import slot
from ulss_tracker.adapters.pdf.fonts import FONTS
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import (
    AuditEntry,
    AuditKind,
    Document,
    DocumentKind,
    FileRole,
    FileState,
    SearchEntry,
    StoredPart,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import (
    attachments,
    integrity,
    safe_copies,
    storing,
    upload_limits,
    viewing,
)
from ulss_tracker.services.files.storing import Tampered
from ulss_tracker.services.operations import watchdog
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.search import query

pytestmark = pytest.mark.usefixtures("kept_in")
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
ACTIVE = {"/OpenAction": sample.action("JavaScript", JS="app.alert(1)")}


@pytest.fixture
def add(app: Flask, at: SetClock) -> Callable[..., Document]:
    """A function that puts a file on a case."""
    at(NOW)
    case = build.review().case

    def added(content: bytes, name: str = "remarks.pdf") -> Document:
        return attachments.add(
            case,
            name=name,
            content=content,
            kind=DocumentKind.OTHER,
            description="Remarks",
            by=build.user(),
        )

    return added


def read(document: Document, role: FileRole, number: int = 0) -> bytes:
    stored = storing.find(document.id, role, number)
    assert stored is not None
    with storing.read(stored) as file:
        return file.read()


def test_a_file_that_no_process_has_time_for_is_kept_and_looked_at_later(add) -> None:
    with taken_places():
        document = add(ACTIVE_PDF)
    assert document.state is FileState.WAITING
    assert document.name == "remarks.pdf"
    assert safe_copies.look_waiting() == 1
    assert document.state is FileState.TO_MAKE
    assert document.findings == ["acts on opening", "javascript"]


def test_a_file_that_turns_out_not_to_be_taken_has_its_state_and_its_next_step(
    add, subtests: pytest.Subtests
) -> None:
    for content, state in [
        (sample.pdf(password="secret"), FileState.ENCRYPTED),
        (sample.docx()[:200], FileState.UNREADABLE),
        (sample.archive(readme="a plain archive"), FileState.NOT_TAKEN),
    ]:
        with subtests.test(state=state):
            with taken_places():
                document = add(content)
            safe_copies.look_waiting()
            assert document.state is state
            assert viewing.view(document.id, build.user()).next_step == viewing.NEXT_STEPS[state]


def test_a_busy_machine_says_nothing_of_a_file(add, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_busy(*_arguments: object, **_named: object) -> gate.Look:
        raise gate.TooBusy

    monkeypatch.setattr(gate, "look", too_busy)
    document = add(sample.PDF)
    assert document.state is FileState.WAITING
    assert safe_copies.look_waiting() == 0
    assert document.state is FileState.WAITING


def test_a_file_that_takes_all_its_time_keeps_no_other_from_its_turn(
    add, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []

    @contextmanager
    def too_busy(file: IO[bytes], _kind: object, **_named: object) -> Iterator[None]:
        asked.append(file.read())
        raise gate.TooBusy
        yield

    monkeypatch.setattr(gate, "make_safe", too_busy)
    monkeypatch.setattr(safe_copies, "_MADE_AT_ONCE", 1)
    for content in (b"one", b"two"):
        add(content, "note.txt")
    for _ in range(2):
        assert safe_copies.make_waiting() == 0
    assert asked == [b"one", b"two"]


@pytest.mark.slow
def test_a_safe_copy_is_inert_and_the_original_is_as_it_came(add) -> None:
    document = add(ACTIVE_PDF)
    assert safe_copies.make_waiting() == 1
    assert (document.state, document.pages) == (FileState.READY, 1)
    assert original(document.id) == ACTIVE_PDF
    assert document.sha256 == sha256(ACTIVE_PDF).hexdigest()
    with pikepdf.open(io.BytesIO(read(document, FileRole.SAFE))) as copy:
        assert set(copy.Root.keys()) == {"/Type", "/Pages"}
    assert read(document, FileRole.PAGE, 1)[8:12] == b"WEBP"


@pytest.mark.slow
def test_the_words_of_a_file_are_searched_with_its_case(add) -> None:
    document = add(b"The judge mentioned a peregrine.", "remarks.txt")
    assert safe_copies.make_waiting() == 1
    assert "peregrine" in document.words
    found = db.session.scalars(
        select(SearchEntry.case_id).where(SearchEntry.words.contains("peregrine"))
    )
    assert list(found) == [document.case_id]
    sealing.seal(document.case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    for role, count in ((Role.CASEWORKER, 0), (Role.SUPERVISOR, 1)):
        with reading_for(build.user(role)):
            assert len(query.find("peregrine").hits) == count


def test_without_libreoffice_a_word_document_is_locked_until_there_is_one(
    add, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = add(sample.docx(), "remarks.docx")
    monkeypatch.setattr(gate, "has_libreoffice", lambda: False)
    safe_copies.make_waiting()
    assert document.state is FileState.LOCKED
    assert "Ask whoever sent it for a PDF" in viewing.view(document.id, build.user()).next_step
    assert safe_copies.make_locked_again() == 0
    monkeypatch.setattr(gate, "has_libreoffice", lambda: True)
    assert safe_copies.make_locked_again() == 1
    assert document.state is FileState.TO_MAKE


def test_a_file_whose_copy_fails_twice_could_not_be_opened(
    add, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def fails(*_arguments: object, **_named: object):
        yield None

    monkeypatch.setattr(gate, "make_safe", fails)
    document = add(sample.PDF)
    safe_copies.make_waiting()
    assert document.state is FileState.TO_MAKE
    safe_copies.make_waiting()
    assert document.state is FileState.UNREADABLE


def test_a_tampered_file_is_refused_and_alarmed_until_it_is_put_back(app: Flask) -> None:
    document = build.document(build.request())
    stored = storing.find(document.id, FileRole.PAGE, 1)
    assert stored is not None
    before = read(document, FileRole.PAGE, 1)
    assert integrity.verify_some() == 0
    put(stored.id, before[:-1] + b"!")
    with pytest.raises(Tampered):
        viewing.take(document.id, FileRole.PAGE, 1, build.user())
    assert integrity.verify_some() == 1
    assert [alarm.id for alarm in watchdog.look() if alarm.id == "files"] == ["files"]
    put(stored.id, before)
    assert integrity.verify_some() == 0
    assert [alarm for alarm in watchdog.look() if alarm.id == "files"] == []


def test_only_who_works_on_cases_takes_a_file_as_it_came_and_it_is_recorded(app: Flask) -> None:
    document = build.document(build.request())
    with pytest.raises(NotAllowed):
        viewing.take_original(document.id, build.user(Role.LAW_OFFICER))
    viewing.take_original(document.id, build.user())
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.kind, entry.document_id) == (AuditKind.TOOK_ORIGINAL, document.id)


def test_an_infected_file_is_given_to_nobody(app: Flask) -> None:
    document = build.document(build.request())
    with transaction():
        document.state = FileState.INFECTED
    for role in (FileRole.PAGE, FileRole.SAFE, FileRole.ORIGINAL):
        with pytest.raises(Refused):
            viewing.take(document.id, role, int(role is FileRole.PAGE), build.user())


def test_limits_are_counted_in_the_database_by_address_and_by_draft(
    app: Flask, at: SetClock
) -> None:
    at(NOW)
    most = upload_limits.OF_DRAFT.files

    def count(address: str, draft: str) -> str:
        return upload_limits.count(address=address, draft_key=draft, size=1)

    assert [count("a", "one") for _ in range(most)] == [""] * most
    assert count("a", "one") == upload_limits.OF_DRAFT.sentence
    assert count("a", "two") == ""
    for _ in range(upload_limits.OF_ADDRESS.files):
        last = count("b", str(_))
    assert last == ""
    assert count("b", "another") == upload_limits.OF_ADDRESS.sentence
    at(NOW.replace(hour=13))
    assert count("b", "another") == ""
    at(NOW.replace(day=5))
    assert upload_limits.forget_old() > 0


def test_the_parts_of_a_large_file_are_its_bytes(add) -> None:
    content = b"%PDF-1.7\n" + sample.PDF.ljust(storing.PART * 2 + 10, b"\n")
    document = add(content[9:])
    assert original(document.id) == content[9:]
    assert len(list(db.session.scalars(select(StoredPart.number)))) == 3


ACTIVE_PDF = sample.pdf(**ACTIVE)


@contextmanager
def taken_places():
    """No slot for looking at a file is free."""
    key = office_details.current().database_key
    with slot(1, key) as first, slot(2, key) as second:
        assert first
        assert second
        yield


def put(file_id: int, content: bytes) -> None:
    """Write past the tracker."""
    with transaction():
        db.session.execute(
            update(StoredPart)
            .where(StoredPart.file_id == file_id)
            .values(content=content, object_key=None)
        )


@pytest.mark.skipif(not gate.has_ocr(), reason="deploy/system-packages.sh ocr")
def test_the_words_of_a_scan_are_read_and_its_safe_copy_can_be_searched(add) -> None:
    page = Image.new("L", (1240, 1754), 250)
    font = ImageFont.truetype(FONTS / "LiberationSans-Regular.ttf", 30)
    ImageDraw.Draw(page).text((120, 200), "IN THE CROWN COURT AT LEEDS", fill=20, font=font)
    scan = io.BytesIO()
    page.save(scan, "PDF", resolution=150.0)
    document = add(scan.getvalue(), "scan.pdf")
    safe_copies.make_waiting()
    db.session.expire_all()
    assert document.state is FileState.READY
    assert "CROWN COURT AT LEEDS" in document.words
