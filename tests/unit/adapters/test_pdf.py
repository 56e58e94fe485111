"""PDFs of documents: what comes out, in which fonts, and what is refused."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import outloud
import pdfua
import pikepdf
import pytest

from tests.support.documents import CSS, document, words_of
from tests.support.tables import rows
from ulss_tracker.adapters.pdf import PdfFailed, cannot_show, worker
from ulss_tracker.adapters.pdf.client import PdfClient
from ulss_tracker.adapters.pdf.fonts import FONTS

pytestmark = pytest.mark.slow


@pytest.fixture
def maker():
    made = PdfClient(seconds=120)  # given up for what is asked, not for a busy machine
    yield made
    made.close()


def tagged(content: bytes, kind: str) -> list[pikepdf.Object]:
    with pikepdf.open(BytesIO(content)) as opened:
        return [
            str(item.get("/A", {}).get("/Scope", ""))
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind
        ]


def test_the_pdf_is_tagged_and_has_its_title_language_date_and_page_numbers(maker):
    made = maker.make(document("<h1>One</h1><p class=next>Two</p>", title="Ŵyn’s letter"), CSS)
    with pikepdf.open(BytesIO(made)) as opened:
        assert opened.docinfo["/Title"] == "Ŵyn’s letter"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20260318")
        assert opened.Root.Lang == "cy"
        assert bool(opened.Root.MarkInfo.Marked)
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert opened.open_metadata()["pdfuaid:part"] == "1"
        assert len(opened.pages) == 2
    assert "Page 1 of 2" in words_of(made)
    assert "Page 2 of 2" in words_of(made)


def test_table_headers_say_what_they_head(maker):
    made = maker.make(
        document(
            "<table><thead><tr><th>Offence</th><th>Plea</th></tr></thead>"
            "<tbody><tr><th scope=row>Robbery</th><td>Guilty</td></tr></tbody></table>"
        ),
        CSS,
    )
    assert sorted(tagged(made, "/TH")) == ["/Column", "/Column", "/Row"]


def test_welsh_arabic_and_emoji_are_set_in_our_own_fonts(maker):
    made = maker.make(document("<p>Ŵŷ, <strong>ŴŶ</strong>, محمد, ≥ 😀 🥹 1</p>"), CSS)
    fonts = subprocess.run(["pdffonts", "-"], input=made, capture_output=True, check=True)
    names = {line.split()[0].partition("+")[2] for line in fonts.stdout.decode().splitlines()[2:]}
    assert names == {"Liberation-Sans", "Liberation-Sans-Bold", "DejaVu-Sans", "Noto-Emoji"}
    assert all(word in words_of(made) for word in ("Ŵŷ", "ŴŶ", "محمد", "😀", "🥹"))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Plain words, Ŵŷ, محمد عبد الرحمن, Żółć, Ελένη, Ольга, 😀, ‘quoted’ – £5 ½", ""),
        ("🕯️ ❤︎ 👩🏽‍⚖️ 👨‍👩‍👧 🇬🇧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 1️⃣ 🫨 🥹 ✅ ☎", ""),
        ("two\nlines\u200f and a\u200djoin", ""),
        ("𓀀 and 𓀀𓀁", "𓀀𓀁"),
    ],
)
def test_what_no_font_of_ours_can_show_is_known_beforehand(text, unknown):
    assert cannot_show(text) == unknown


NAMES = dict(rows(__file__, "pdf.names", str, str))


def test_a_name_in_any_script_is_set_in_a_font_that_has_it(maker):
    assert {script: cannot_show(name) for script, name in NAMES.items()} == dict.fromkeys(NAMES, "")
    body = "".join(f"<p>{name} <strong>{name}</strong></p>" for name in NAMES.values())
    made = maker.make(document(body), CSS)
    with pikepdf.open(BytesIO(made)) as opened:
        used = {
            str(item.FontName).partition("+")[2].replace("-", "")
            for item in opened.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        }
    # Each font of the folder is there because one of these names needs it.
    needed = {file.stem.removesuffix("-Regular").replace("-", "") for file in FONTS.glob("*.ttf")}
    assert used == needed - {"NanumSquareR", "DroidSansFallbackFull"} | {
        "NanumSquare",
        "DroidSansFallback",
    }
    words = words_of(made)
    assert all(word in words for word in ("李明", "김민수", "Ŵyn", "Їжак", "გიორგი"))


def test_a_name_in_any_script_is_read_out_and_copied_as_it_is_written(maker, tmp_path):
    body = "".join(f"<p>{name} of Leeds</p>" for name in NAMES.values())
    file = tmp_path / "names.pdf"
    file.write_bytes(maker.make(document(f"<h1>Names</h1>{body}", lang="en-GB"), CSS))
    assert outloud.check(str(file)).findings == []
    assert not pdfua.validate(str(file)).findings
    words = words_of(file.read_bytes())
    # pdftotext turns round what runs from right to left, and parts its marks from their letters.
    turned = {"Arabic", "Urdu", "Kurdish", "Pashto", "Hebrew", "Dhivehi"}
    assert [each for each, name in NAMES.items() if f"{name} of" not in words] == [
        each for each in NAMES if each in turned
    ]


def test_a_word_that_goes_on_in_a_second_line_is_read_once_and_whole(maker):
    name, sentence = NAMES["Hindi"].split()[0], "สมชายใจดี" * 30
    made = maker.make(document(f"<p>{name} {name} {sentence} {name} after"), CSS)
    words = "".join(words_of(made).split())
    assert words.count(sentence) == 1
    assert words.count(name) == 3


def test_a_table_heading_printed_again_takes_no_other_words_text(maker):
    heading, *names = (NAMES[each] for each in ("Tamil", "Hindi", "Bengali"))
    rows = "".join(f"<tr><td>{name}</td></tr>" for name in names * 40)
    table = f"<table><thead><tr><th>{heading}</th></tr></thead><tbody>{rows}</tbody></table>"
    words = words_of(maker.make(document(table), CSS))
    assert [words.count(name) for name in names] == [40, 40]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<table><tr><td colspan=100000>a</td></tr></table>", "too wide"),
        ("<div>" * 3000, "nested too deeply"),
        ('<img src="file:///etc/hostname">', "picture from somewhere else"),
        ("<script>1</script>", "script"),
    ],
)
def test_a_document_outside_the_rules_is_refused_and_the_next_is_made(maker, body, reason):
    with pytest.raises(PdfFailed, match=reason):
        maker.make(document(body), CSS)
    assert maker.make(document("<p>Next"), CSS).startswith(b"%PDF-1.7")


@pytest.fixture
def listening():
    """A web server of our own: its address, and the paths that were asked of it."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_stylesheet_reaches_neither_the_network_nor_a_file(maker, listening, tmp_path):
    address, asked = listening
    secret = tmp_path / "secret.css"
    secret.write_text('p::after { content: "secret words" }')
    for reaching in (
        f'@import url("{secret.as_uri()}");',
        f'@import url("{address}/a.css");',
        f'p {{ background: url("{address}/b.png") }}',
        f'@font-face {{ font-family: A; src: url("{address}/c.ttf") }} p {{ font: 9pt A }}',
    ):
        try:
            made = maker.make(document("<p>Plain"), reaching)
        except PdfFailed:
            continue
        assert words_of(made).split() == ["Plain"]
    assert asked == []


def test_a_document_of_too_many_pages_is_refused(maker):
    long = document("<p class=next>Page" * (worker.MOST_PAGES + 1))
    with pytest.raises(PdfFailed, match="longer than 200 pages"):
        maker.make(long, CSS)
