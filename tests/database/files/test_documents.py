"""Files people bring: what is kept of them, what is refused and with which words."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256

import pytest
from flask import Flask

from tests.support import sample_files as sample
from tests.support.at_once import at_once
from tests.support.clamd_server import EICAR, clamd
from tests.support.clocks import SetClock
from tests.support.ports import free_port
from tests.support.records import count
from tests.support.stored import original
from ulss_tracker import clock
from ulss_tracker.adapters import antivirus
from ulss_tracker.adapters.gate.file_types import Unwanted
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Channel, Document, Draft, FileState, ScanState, db
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import documents, receiving, safe_copies
from ulss_tracker.services.requests import intake
from ulss_tracker.services.requests.details import RequestDetails

pytestmark = pytest.mark.usefixtures("kept_in")
NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def draft(app: Flask, at: SetClock) -> Draft:
    at(NOW)
    return new_draft("a-journey")


def new_draft(key: str) -> Draft:
    with transaction():
        draft = Draft(key=key, answers={}, started_at=clock.now(), changed_at=clock.now())
        db.session.add(draft)
    return draft


def keep(draft: Draft, content: bytes = sample.PDF, name: str = "remarks.pdf") -> Document:
    return documents.keep(draft=draft, name=name, content=content)


def the(document_id: int) -> Document:
    document = db.session.get(Document, document_id)
    assert document is not None
    return document


def of_request(draft: Draft) -> int:
    """Send the draft; the id of its only file."""
    request = intake.receive(RequestDetails(), channel=Channel.FORM, draft=draft).request
    return request.documents[0].id


def test_a_file_is_kept_as_it_came(draft: Draft) -> None:
    document = keep(draft)
    assert original(document.id) == sample.PDF
    assert document.state is FileState.TO_MAKE
    assert document.sha256 == sha256(sample.PDF).hexdigest()
    assert (document.name, document.media_type) == ("remarks.pdf", "application/pdf")
    assert (document.size, document.added_at) == (len(sample.PDF), NOW)
    assert document.scan_state is ScanState.NOT_SCANNED
    assert draft.documents == [document]


def test_its_name_is_made_to_say_what_it_is_and_what_a_picture_tells_is_named(
    draft: Draft,
) -> None:
    words = keep(draft, b"only words", "../../\u202eremarks.exe")
    assert (words.name, words.media_type) == ("remarks.exe.txt", "text/plain")
    content = sample.picture(with_place=True)
    picture = keep(draft, content, "IMG_0001.HEIC")
    assert (picture.name, picture.findings) == ("IMG_0001.HEIC.jpg", ["place"])
    assert original(picture.id) == content


def test_what_is_refused_and_what_to_do_instead(draft: Draft, subtests: pytest.Subtests) -> None:
    for content, sentence in [
        (b"", receiving.EMPTY),
        (bytes(receiving.LARGEST + 1), receiving.TOO_LARGE),
        (b"MZ\x90\x00" + bytes(90), receiving.UNWANTED[Unwanted.UNKNOWN]),
        (b"<html><body>", receiving.UNWANTED[Unwanted.WEB_PAGE]),
        (sample.picture("GIF"), receiving.UNWANTED[Unwanted.OTHER_PICTURE]),
        (sample.pdf(password="secret"), receiving.UNWANTED[Unwanted.ENCRYPTED]),
        (sample.picture()[:300], receiving.UNWANTED[Unwanted.UNREADABLE]),
    ]:
        with subtests.test(content=content, sentence=sentence):
            with pytest.raises(Refused) as raised:
                keep(draft, content, "remarks.pdf")
            assert str(raised.value) == sentence
            assert sentence in documents.SENTENCES
            assert count(Document) == 0


def test_a_file_of_exactly_the_largest_size_is_kept(draft: Draft) -> None:
    assert keep(draft, sample.PDF.ljust(receiving.LARGEST, b"\n")).size == receiving.LARGEST


def test_every_refusal_is_a_plain_sentence_that_says_what_to_do() -> None:
    assert set(receiving.UNWANTED) == set(Unwanted)
    for sentence in documents.SENTENCES:
        assert sentence.endswith(".")
        assert "!" not in sentence
        assert "please" not in sentence.lower()
        assert any(word in sentence for word in ("hoose", "ave ", "emove", "ink", "go on"))


def test_five_files_and_no_more(draft: Draft) -> None:
    kept = [keep(draft, b"words %d" % number) for number in range(documents.MOST_FILES)]
    with pytest.raises(Refused, match="up to 5 files"):
        keep(draft, b"one more")
    documents.remove(draft, kept[0].id)
    keep(draft, b"one more")
    assert len(draft.documents) == documents.MOST_FILES


def test_the_same_file_twice_is_kept_once(draft: Draft) -> None:
    first, second = keep(draft), keep(draft)
    assert first.id == second.id
    assert count(Document) == 1
    again = keep(draft, name="again.pdf")
    assert [each.name for each in draft.documents] == ["remarks.pdf", "again.pdf"]
    assert again.sha256 == first.sha256
    other = new_draft("another-journey")
    assert keep(other).id != first.id


def test_six_files_at_once_are_still_five(app: Flask, draft: Draft) -> None:
    """As when one person sends the page from several windows at the same moment."""
    key = draft.key

    def one(number: int, _wait: object) -> None:
        keep(db.session.get_one(Draft, key), b"words %d" % number)

    refusals = at_once(app, *(partial(one, number) for number in range(documents.MOST_FILES + 1)))
    assert count(Document) == documents.MOST_FILES
    assert [str(refusal) for refusal in refusals] == [documents.TOO_MANY]


def test_only_its_own_draft_can_take_a_file_away(draft: Draft) -> None:
    document = keep(draft)
    other = new_draft("another-journey")
    with pytest.raises(NotFound):
        documents.remove(other, document.id)
    documents.remove(draft, document.id)
    assert count(Document) == 0
    with pytest.raises(NotFound):
        documents.remove(draft, document.id)


def test_a_clean_file_is_scanned_and_an_infected_one_refused_or_closed_later(
    draft: Draft, configure: Callable[..., None]
) -> None:
    keep(draft, EICAR, "notes.txt")
    sent = of_request(draft)
    other = new_draft("another-journey")
    with clamd() as url:
        configure(CLAMD_URL=url)
        assert keep(other).scan_state is ScanState.CLEAN
        for content, name in ((EICAR, "eicar.txt"), (sample.picture() + EICAR, "remarks.pdf")):
            with pytest.raises(Refused) as raised:
                keep(other, content, name)
            assert str(raised.value) == receiving.VIRUS
        assert count(Document) == 2
        assert safe_copies.scan_waiting() == 1
    assert the(sent).state is FileState.INFECTED


def test_a_scanner_that_is_missing_or_down_refuses_nothing_and_scans_later(
    draft: Draft, configure: Callable[..., None]
) -> None:
    assert keep(draft).scan_state is ScanState.NOT_SCANNED
    sent = of_request(draft)
    assert safe_copies.scan_waiting() == 0
    configure(CLAMD_URL=f"tcp://127.0.0.1:{free_port()}")
    assert keep(new_draft("another-journey")).scan_state is ScanState.NOT_SCANNED
    assert safe_copies.scan_waiting() == 0
    assert the(sent).scan_state is ScanState.NOT_SCANNED
    with clamd() as url:
        configure(CLAMD_URL=url)
        assert safe_copies.scan_waiting() == 1
        assert safe_copies.scan_waiting() == 0
    assert the(sent).scan_state is ScanState.CLEAN


def test_nothing_of_the_database_is_held_while_a_file_is_scanned(
    draft: Draft, configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def slow(file: object, url: str, *, seconds: float) -> antivirus.ScanAnswer:
        held.append(db.session().in_transaction())
        return antivirus.ScanAnswer.NO_ANSWER

    monkeypatch.setattr(antivirus, "scan", slow)
    configure(CLAMD_URL="tcp://127.0.0.1:3310")
    keep(draft, b"one")
    keep(draft, b"two")
    of_request(draft)
    safe_copies.scan_waiting()
    assert held == [False] * 4
