"""PDFs made in a process of their own: what comes out, and what happens when it goes wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import outloud
import pdfua
import pikepdf
import pytest

from config import ROOT
from ulss_tracker.outside import pdf_maker, pdf_process
from ulss_tracker.outside.pdf import (
    PdfFailed,
    PdfPool,
    PdfUnavailable,
    cannot_show,
    missing_libraries,
)
from ulss_tracker.outside.pdf_fonts import FONTS
from ulss_tracker.outside.pdf_maker import PdfMaker

CSS = """
html { font-family: "Liberation Sans", "DejaVu Sans" }
@page { @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
.next { break-before: page }
"""


def document(body: str, title: str = "A letter", lang: str = "cy") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="dcterms.created" content="2026-03-18"></head>'
        f"<body>{body}</body></html>"
    )


@pytest.fixture
def maker():
    made = PdfMaker()
    yield made
    made.close()


def words_of(content: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode()


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


NAMES = {
    "Arabic": "محمد عبد الرحمن",
    "Urdu": "محمّد علی کھوکھر",
    "Kurdish": "ئازاد ڕەسووڵ",
    "Pashto": "ګل پاڼه",
    "Hebrew": "דוד כהן שָׁלוֹם",
    "Chinese": "李明 王小红 張偉",
    "Japanese": "さくら 田中 アヤ",
    "Korean": "김민수",
    "Hindi": "राजेश कुमार शर्मा",
    "Bengali": "রহিম উদ্দিন",
    "Punjabi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "પ્રિયા પટેલ",
    "Odia": "ସୁଭାଷ",
    "Tamil": "கார்த்திக் ராஜா",
    "Telugu": "శ్రీనివాస్",
    "Kannada": "ಲಕ್ಷ್ಮಿ",
    "Malayalam": "അനിൽ കുമാർ",
    "Sinhala": "නිමල් ශ්‍රී",
    "Thai": "สมชาย ใจดี",
    "Lao": "ສົມຊາຍ",
    "Khmer": "សុខ ដារា",
    "Burmese": "အောင်ဆန်း",
    "Amharic": "አበበ ተስፋዬ",
    "Greek": "Ελένη Παπαδοπούλου",
    "Ukrainian": "Ольга Їжак",
    "Georgian": "გიორგი",
    "Armenian": "Արամ",
    "Dhivehi": "މުޙައްމަދު",
    "Welsh": "Ŵyn Ŷd ŵ ŷ",
    "Vietnamese": "Nguyễn Thị Hồng",
    "Yoruba": "Ọlábísí Ẹ̀kọ́",
    "Emoji": "🥹👩🏽‍⚖️",
}


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


def test_the_same_document_gives_the_same_bytes_in_another_process(maker):
    html = document("<h1>One</h1><table><thead><tr><th>A</th></tr></thead></table><p>Ŵ 😀")
    first = maker.make(html, CSS)
    assert maker.make(html, CSS) == first
    maker.close()
    assert maker.make(html, CSS) == first


def test_several_threads_may_ask_at_once(maker):
    pages = [document(f"<p>Letter {number}</p>") for number in range(8)]
    alone = [maker.make(page, CSS) for page in pages]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda page: maker.make(page, CSS), pages))
    assert together == alone


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


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_made(maker):
    maker.make(document("<p>First"), CSS)
    slow = maker._process.pid
    maker.seconds = 0.001
    with pytest.raises(PdfFailed, match="given up"):
        maker.make(document("<p>word " * 2000), CSS)
    assert not is_running(slow)
    maker.seconds = 15
    assert maker.make(document("<p>Next"), CSS).startswith(b"%PDF")


def test_an_answer_that_was_not_waited_for_is_never_given_to_the_next(maker):
    maker.make(document("<p>First"), CSS)

    def interrupt(signal_number, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        with pytest.raises(KeyboardInterrupt):
            maker.make(document("<p>" + "Somebody else’s letter. " * 3000), CSS)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert words_of(maker.make(document("<p>Mine"), "")).split() == ["Mine"]


def test_a_process_that_died_is_started_again(maker):
    first = maker.make(document("<p>Same"), CSS)
    maker._process.kill()
    maker._process.wait()
    assert maker.make(document("<p>Same"), CSS) == first


def test_a_process_is_replaced_after_many_documents(maker, monkeypatch):
    monkeypatch.setattr(pdf_maker, "MOST_DOCUMENTS", 2)
    made = [maker.make(document("<p>Same"), CSS)]
    first = maker._process.pid
    made.append(maker.make(document("<p>Same"), CSS))
    assert not is_running(first)
    made.append(maker.make(document("<p>Same"), CSS))
    assert maker._process.pid != first
    assert len(set(made)) == 1


def test_a_document_of_too_many_pages_is_refused(maker):
    long = document("<p class=next>Page" * (pdf_process.MOST_PAGES + 1))
    with pytest.raises(PdfFailed, match="longer than 200 pages"):
        maker.make(long, CSS)


@pytest.fixture
def pool():
    made = PdfPool(2)
    yield made
    made.close()


def test_a_pool_makes_many_in_order_and_says_which_could_not_be(pool):
    bodies = [f"<p>Letter {number}" for number in range(12)]
    bodies[5] = "<script>1</script>"
    done = list(pool.make_all((document(body), CSS) for body in bodies))
    assert isinstance(done[5], PdfFailed)
    others = [number for number in range(12) if number != 5]
    assert [words_of(done[number]).split()[:2] for number in others] == [
        ["Letter", str(number)] for number in others
    ]
    assert all(maker._process for maker in pool.makers)


def test_a_pool_asked_for_one_at_a_time_keeps_one_process(pool):
    for _ in range(3):
        pool.make(document("<p>A"), CSS)
    assert [bool(maker._process) for maker in pool.makers] == [True, False]


def test_a_document_that_takes_too_long_costs_the_pool_one_process(pool):
    list(pool.make_all([(document("<p>A"), CSS)] * 6))
    before = [maker._process.pid for maker in pool.makers]
    for maker in pool.makers:
        maker.seconds = 1.5
    slow, quick = pool.make_all(
        [(document("<p>" + "word " * 60_000), CSS), (document("<p>Quick"), CSS)]
    )
    assert "given up" in str(slow)
    assert words_of(quick).split()[0] == "Quick"
    alive = [process for process in before if is_running(process)]
    assert len(alive) == 1


ASKING = """
import sys
from ulss_tracker.outside.pdf import PdfPool
pool = PdfPool(2)
html = '<!doctype html><html lang="en"><head><title>A</title></head><body>%s</body></html>'
list(pool.make_all([(html % "<p>A", "")] * 6))
print(*[maker._process.pid for maker in pool.makers], flush=True)
pool.make(html % ("<p>word " * 20_000), "")
"""


def test_killing_the_one_who_asks_leaves_no_process():
    asking = subprocess.Popen(
        [sys.executable, "-c", ASKING], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    processes = [int(each) for each in asking.stdout.readline().split()]
    assert len(processes) == 2
    asking.kill()
    asking.wait()
    asking.stdout.close()
    deadline = time.monotonic() + 30
    while any(map(is_running, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, processes))


def test_closing_leaves_no_process(maker):
    maker.make(document("<p>A"), CSS)
    process = maker._process.pid
    maker.close()
    assert not is_running(process)
    maker.close()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


FORKING = """
import os, sys
from ulss_tracker.outside.pdf import _shared_pool, make_pdf
html = '<!doctype html><html lang="en"><head><title>A</title></head><body><p>A</p></body></html>'
first = make_pdf(html, "")
child = os.fork()
if child == 0:
    sys.exit(0 if make_pdf(html, "") == first else 1)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 0
assert make_pdf(html, "") == first
print(*[maker._process.pid for maker in _shared_pool().makers if maker._process])
"""


def test_a_forked_server_worker_gets_a_process_of_its_own_and_all_end_cleanly():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", FORKING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not is_running(int(done.stdout))


def test_an_account_without_a_home_directory_makes_the_same_pdf(tmp_path):
    making = (
        "import sys; from ulss_tracker.outside.pdf import make_pdf; "
        f"sys.stdout.buffer.write(make_pdf({document('<p>Same')!r}, {CSS!r}))"
    )
    homes = [str(tmp_path), "/nonexistent"]
    made = [
        subprocess.run(
            [sys.executable, "-c", making],
            cwd=ROOT,
            env={"HOME": home, "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        )
        for home in homes
    ]
    assert [each.stderr for each in made] == [b"", b""]
    assert made[0].stdout == made[1].stdout
    assert made[0].stdout.startswith(b"%PDF")


def test_nothing_is_missing_here():
    assert missing_libraries() == []


def test_a_missing_library_is_named_by_its_package(monkeypatch):
    monkeypatch.setitem(pdf_maker.LIBRARIES, "libno-such-thing.so.9", "libno-such-thing9")
    assert missing_libraries() == ["libno-such-thing9"]


def test_without_its_libraries_the_process_says_what_to_install(monkeypatch):
    def without_pango(html, css):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf_process, "make", without_pango)
    monkeypatch.setattr(pdf_process, "missing_libraries", lambda: ["libpangoft2-1.0-0"])
    answer = pdf_process.answer(b'{"html": "", "css": ""}')
    assert answer == b"UThis machine cannot make PDFs until it has: libpangoft2-1.0-0"


def test_the_answer_that_a_library_is_missing_has_its_own_error(maker, monkeypatch):
    monkeypatch.setattr(maker, "_ask", lambda _order: (b"U", b"install libpangoft2-1.0-0"))
    with pytest.raises(PdfUnavailable, match="libpangoft2"):
        maker.make(document("<p>A"), CSS)
