"""Safe copies of over forty active documents: nothing in them runs, and nothing was fetched."""

import hashlib
import io
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO

import pikepdf
import pytest
from PIL import Image

from tests.support import active_files
from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate import jail, pdf, rtf
from ulss_tracker.adapters.gate.file_types import FileType, Finding
from ulss_tracker.adapters.gate.opener import Outcome

pytestmark = pytest.mark.slow


@contextmanager
def watched() -> Iterator[tuple[str, list[str]]]:
    """A server, and each address that somebody asked it for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_POST = do_GET

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def on_disk(content: bytes) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever takes it
    file.write(content)
    return file


KINDS = (
    FileType.PDF,
    FileType.DOCX,
    FileType.ODT,
    FileType.RTF,
    FileType.EMAIL,
    FileType.OUTLOOK,
    FileType.JPEG,
    FileType.PNG,
    FileType.WEBP,
)


def test_there_are_over_forty_active_documents_each_of_a_kind_below() -> None:
    kinds = [kind for _name, _content, kind, _finding in active_files.every("http://127.0.0.1")]
    assert len(kinds) > 40
    assert set(kinds) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_active_documents_are_named_made_inert_and_left_as_they_came(
    kind: FileType, subtests: pytest.Subtests
) -> None:
    with watched() as (server, asked):
        for name, content, each, finding in active_files.every(server):
            if each is not kind:
                continue
            with subtests.test(name), on_disk(content) as file:
                seen = gate.look(file, seconds=60)
                assert seen.kind is kind
                assert finding in seen.findings
                if kind.is_for_libreoffice and not gate.has_libreoffice():
                    continue
                with gate.make_safe(file, kind) as copy:
                    assert copy is not None
                    assert copy.page_count == len(copy.pages) == 1
                    holds_nothing(copy.file.read_bytes(), kind)
                    if kind.is_for_libreoffice:
                        assert "Remarks" in copy.text
                file.seek(0)
                assert hashlib.sha256(file.read()).digest() == hashlib.sha256(content).digest()
        assert asked == []


def test_an_embedded_object_of_an_rtf_is_nothing_but_its_picture() -> None:
    sent = (
        b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105\r\n ffFF}{\\result{\\pict 89}}}{\\*\\objdata}"
        b"\\objdatax 01 Remarks}"
    )
    assert rtf.without_objects(sent) == (
        b"{\\rtf1{\\object\\objemb{\\*}{\\result{\\pict 89}}}{\\*}\\objdatax 01 Remarks}"
    )


def test_where_there_is_no_jail_libreoffice_still_fetches_nothing(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(jail, "_bubblewrap", tuple)
    fetching = {Finding.FETCHES_PICTURE, Finding.FETCHES_TEMPLATE, Finding.FETCHES_OTHER}
    if not gate.has_libreoffice():
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    with watched() as (server, asked):
        for name, content, kind, finding in active_files.every(server):
            if kind.is_for_libreoffice and finding in fetching:
                with subtests.test(name), on_disk(content) as file:
                    with gate.make_safe(file, kind) as copy:
                        assert copy is not None
                        assert "Remarks" in copy.text
                    assert asked == []


def holds_nothing(made: bytes, kind: FileType) -> None:
    """Fail when something is left in a safe copy that a reader would run, open or send."""
    if kind.is_picture:
        assert pdf_free(made)
        with Image.open(io.BytesIO(made)) as picture:
            assert len(picture.getexif()) == 0
        return
    assert pdf.look(made) == (FileType.PDF, frozenset())
    with pikepdf.open(io.BytesIO(made)) as copy:
        assert set(copy.Root.keys()) == {"/Type", "/Pages"}
        assert all("/Annots" not in page.obj for page in copy.pages)


def pdf_free(made: bytes) -> bool:
    return b"PK\x03\x04" not in made and b"Mared" not in made


def test_the_words_of_a_page_and_where_they_are() -> None:
    with (
        on_disk(b"The judge said: ten years.") as file,
        gate.make_safe(file, FileType.TEXT) as copy,
    ):
        assert copy is not None
        assert copy.text.strip() == "The judge said: ten years."
        words, left, top, width, height = copy.pages[0].words[0]
        assert words.startswith("The judge")
        assert 0 < left < left + width < 1000
        assert 0 < top < top + height < 1000


@pytest.mark.parametrize(("falls", "is_made"), [(1, True), (2, False)])
def test_a_process_that_falls_over_is_asked_once_more(
    monkeypatch: pytest.MonkeyPatch, falls: int, is_made: bool
) -> None:
    exchange, ended = jail._exchange, [Outcome.CRASHED] * falls
    monkeypatch.setattr(
        jail, "_exchange", lambda *asked: ended.pop() if ended else exchange(*asked)
    )
    with on_disk(b"Remarks") as file, gate.make_safe(file, FileType.TEXT) as copy:
        assert (copy is not None) is is_made


def test_an_email_is_shown_with_who_wrote_it_and_the_names_of_its_files() -> None:
    email = (
        b"From: Ada <a@example.org>\r\nTo: b@example.org\r\nSubject: The sentence\r\n"
        b"MIME-Version: 1.0\r\nMessage-ID: <1@x>\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nToo lenient.\r\n'
        b'--b\r\nContent-Disposition: attachment; filename="remarks.doc"\r\n\r\nx\r\n--b--\r\n'
    )
    with on_disk(email) as file, gate.make_safe(file, FileType.EMAIL) as copy:
        assert copy is not None
        for words in ("Ada <a@example.org>", "The sentence", "Too lenient.", "remarks.doc"):
            assert words in copy.text
