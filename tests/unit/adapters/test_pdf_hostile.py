"""Hostile words in a letter can do nothing but be printed.

Each is typed where people type, and a second time put into the page as markup, as if escaping had
failed. Neither may reach a web server or a file, end the process, or take longer than is allowed.
"""

import os
import socket
import subprocess
import threading
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.support.tables import rows
from ulss_tracker.adapters.pdf import PdfFailed
from ulss_tracker.adapters.pdf.client import LONGEST_SECONDS, PdfClient
from ulss_tracker.models import LetterKind
from ulss_tracker.services.letters.rendering import TEMPLATES, to_html
from ulss_tracker.services.letters.sample import sample_values
from ulss_tracker.services.letters.values import Cited

pytestmark = pytest.mark.slow

CSS = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
READABLE = "This sentence can still be read."
SECRET = "trapdoorword"

# {web} becomes the address of a server that listens, {file} that of a file with a secret in it.
HOSTILE = dict(rows(__file__, "pdf_hostile.words", str, str)) | {
    "large image": "<img src='data:image/png;base64," + "A" * 60_000 + "'>",
    "many entities": "&amp;" * 5_000 + "&lt;script&gt;&#0;&#x1F4A9;&#xD800;",
    "huge table": "<table>" + "<tr><td>a<td>b" * 3_000 + "</table>",
    "nested elements": "<div>" * 3_000,
    "nested brackets": "((((" * 5_000,
    "null bytes": "a\0b\0\0c\x01\x02\x0b\x1f\x7f",
    "right to left": "\u202e\u2067drawkcab\u2066\u202d " * 50,
    "unpaired and unassigned": "\ufffe\uffff\U000e0001\u0378 \ud83d".encode(
        "utf-8", "surrogatepass"
    ).decode("utf-8", "replace"),
    "marks without end": "Z" + "\u0301\u0322\u034f" * 2_000,
    "one endless word": "a" * 60_000,
    "endless line ends": "\n\r\u2028\u2029" * 500,
    "100,000 words": "word " * 100_000,
}


@pytest.fixture(scope="module")
def maker():
    made = PdfClient(seconds=20 * LONGEST_SECONDS)  # the test itself counts what each took
    yield made
    made.close()


@pytest.fixture(scope="module")
def trap(tmp_path_factory):
    """Where hostile words would reach: a listening server, a file; and who came to the server."""
    file = tmp_path_factory.mktemp("trap") / "secret.txt"
    file.write_text(f"p::after {{ content: '{SECRET}' }}")
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                came.append(address)
                connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", file.as_uri(), came
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def words_of(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def made_or_refused(maker: PdfClient, html: str) -> bytes | str:
    """The PDF, or the sentence that refuses it; either with the work allowed."""
    before = processor_seconds(maker)
    try:
        result: bytes | str = maker.make(html, CSS)
    except PdfFailed as error:
        result = str(error)
    assert processor_seconds(maker) - before < LONGEST_SECONDS
    return result


def processor_seconds(maker: PdfClient) -> float:
    """Read the processor time of the maker so far: the clock would say what else runs here."""
    if maker._process is None:
        return 0
    stat = Path(f"/proc/{maker._process.pid}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def check_nothing_was_reached(made: bytes | str, came: list[object]) -> None:
    assert came == []
    if isinstance(made, str):
        assert made.endswith(".")
        assert SECRET not in made
        return
    assert SECRET not in words_of(made)
    with pikepdf.open(BytesIO(made)) as opened:
        assert not opened.attachments
        assert "/AA" not in opened.Root
        assert "/OpenAction" not in opened.Root
        kinds = {str(item.get("/S", "")) for item in opened.objects if is_dictionary(item)}
    assert not kinds & {"/JavaScript", "/Launch", "/GoToR", "/SubmitForm"}


def is_dictionary(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary)


def words_for(name: str, trap: tuple[str, str, list[object]]) -> str:
    web, file, _came = trap
    words = HOSTILE[name]
    return words.format(web=web, file=file) if "{" in words else words


def test_there_are_forty_of_them():
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_typed_into_a_letter_are_printed_and_no_more(maker, trap, name):
    words = words_for(name, trap)
    values = replace(
        sample_values(LetterKind.REFERRAL, date(2026, 3, 18)),
        defendant=words[:200],
        address=[words[:200]],
        facts=[words, READABLE],
        authorities=[Cited(text=words[:1000], court="", proposition=words[:1000])],
    )
    made = made_or_refused(maker, to_html(values))
    check_nothing_was_reached(made, trap[2])
    if name == "100,000 words":
        assert made == (
            "The document was not made into a PDF: it is longer than 400,000 characters."
        )
        return
    assert isinstance(made, bytes), made
    assert READABLE in words_of(made)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_that_became_markup_reach_nothing(maker, trap, name):
    html = to_html(sample_values(LetterKind.REFERRAL, date(2026, 3, 18)))
    made = made_or_refused(maker, html.replace("<h2>", words_for(name, trap) + "<h2>", 1))
    check_nothing_was_reached(made, trap[2])


def test_a_long_story_is_made_in_the_time_allowed(maker):
    values = replace(
        sample_values(LetterKind.REFERRAL, date(2026, 3, 18)),
        facts=["The court heard what happened that night. " * 250] * 10,
    )
    assert isinstance(made_or_refused(maker, to_html(values)), bytes)


def test_after_all_of_them_a_letter_comes_out_as_it_always_does(maker):
    html = to_html(sample_values(LetterKind.REFERRAL, date(2026, 3, 18)))
    after = maker.make(html, CSS)
    fresh = PdfClient()
    try:
        assert fresh.make(html, CSS) == after
    finally:
        fresh.close()
