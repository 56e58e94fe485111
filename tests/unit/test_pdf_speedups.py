"""Work done once for many letters saves time and changes not a byte of them."""

import ast
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import weasyprint

from config import ROOT
from ulss_tracker.adapters.pdf import speedups, worker
from ulss_tracker.adapters.pdf.client import PdfClient
from ulss_tracker.adapters.pdf.fonts import FONTS
from ulss_tracker.adapters.pdf.speedups import styles
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services.letters.rendering import TEMPLATES, to_html
from ulss_tracker.services.letters.sample import sample_values

pytestmark = pytest.mark.slow

CSS = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
DAY = date(2026, 3, 18)
PATIENT = 120  # seconds: no letter is given up because the machine is busy
PACKAGE = ROOT / "ulss_tracker" / "outside" / "pdf"
# What the library promises to keep, as its reference describes it.
PROMISED = {
    "weasyprint",
    "weasyprint.text.fonts",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls",
}

EVERYTHING = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>All</title>
<meta name="dcterms.created" content="2026-03-18"></head><body>
<header><h1 id="a">One</h1></header><main><section><h2>Two</h2><h3>Three</h3>
<p lang="cy">Ŵyn <strong>cryf</strong> <em>em</em><br>
<a href="#a">dolen</a> <span>s</span></p></section>
<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>one</li><li>two</li></ol>
<dl><dt>t</dt><dd>d</dd></dl>
<table><caption>c</caption><thead><tr><th>h</th><th>i</th></tr></thead>
<tbody><tr><th scope="row">r</th><td>d</td></tr></tbody></table>
<div dir="rtl">محمد</div></main><footer>foot</footer></body></html>"""


# Names and words that are shaped, broken or drawn in some unusual way.
UNUSUAL = EVERYTHING.replace(
    "<span>s</span>",
    "<span>AVATAR \ue000 To. Wa, ﬁ e\u0301 Krzysztof Żółć</span> 王小明 김민준 प्रिया ஸ்ரீ ธนา "
    "Ἀθηνᾶ Дмитрий שלום محمد Zoë"
    + " soft\u00adhyphen\u00adated" * 30
    + " no\u00a0break" * 20
    + " "
    + "endless" * 40
    + " "
    + "\u200bendless" * 60
    + ' <a href="https://example.org/">underlined in '
    + "several lines " * 12
    + "</a>",
).replace("<footer>foot", '<footer class="large" dir="rtl">foot בדיקה abc 123')


def documents() -> list[str]:
    large = sample_values(LetterKind.NOT_REFERRED, DAY, "cy", LetterSize.LARGE)
    letters = [to_html(sample_values(kind, DAY)) for kind in LetterKind]
    return [*letters, to_html(large), EVERYTHING, UNUSUAL]


@pytest.fixture
def plain(monkeypatch):
    """A process whose speed-ups are off."""
    monkeypatch.setenv("PDF_SPEEDUPS", "off")
    made = PdfClient(seconds=PATIENT)
    made.make(EVERYTHING, CSS)
    monkeypatch.undo()
    yield made
    made.close()


@pytest.fixture
def quick():
    made = PdfClient(seconds=PATIENT)
    yield made
    made.close()


def test_the_library_is_the_version_the_speedups_were_tested_with():
    assert weasyprint.VERSION == speedups.TESTED_WITH


@pytest.mark.parametrize("css", [CSS, ""], ids=["letter.css", "no css"])
def test_not_a_byte_differs_with_the_speedups_off(plain, quick, css):
    for html in documents():
        slowly = plain.make(html, css)
        assert [quick.make(html, css) for _ in range(2)] == [slowly, slowly]


SWITCHED_OFF = """
import sys
from ulss_tracker.adapters.pdf import speedups
%s
assert not speedups.turn_on()
print(*[name for name in sys.modules if name.partition(".")[0] in {"weasyprint", "pydyf"}])
"""


@pytest.mark.parametrize(
    "switch",
    ["speedups.version = lambda _name: '71.0'", "speedups.os.environ['PDF_SPEEDUPS'] = 'off'"],
    ids=["another version", "off"],
)
def test_with_the_switch_off_nothing_of_the_library_is_touched(switch):
    done = subprocess.run(
        [sys.executable, "-c", SWITCHED_OFF % switch], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_with_the_version_it_was_tested_with_the_speedups_are_on():
    turned_on = "from ulss_tracker.adapters.pdf import speedups; assert speedups.turn_on()"
    subprocess.run([sys.executable, "-c", turned_on], cwd=ROOT, check=True)


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.name)
def test_outside_the_switch_only_what_the_library_promises_is_used(file: Path):
    imported, private = set(), set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr):
            private |= {ast.unparse(node)}
    names = {each for each in imported if each.partition(".")[0] in {"weasyprint", "pydyf"}}
    assert names <= PROMISED
    assert {each for each in private if not each.startswith("self._")} == set()


@pytest.fixture
def turned_on(monkeypatch):
    """The speed-ups in this process, and our fonts, as in the processes that make PDFs."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS / "fonts.conf"))
    monkeypatch.setattr(styles, "_styles", {})
    for kept in (worker._fonts, worker._stylesheet):
        kept.cache_clear()
    assert speedups.turn_on()
    yield
    for kept in (worker._fonts, worker._stylesheet):
        kept.cache_clear()


@pytest.mark.usefixtures("turned_on")
def test_the_styles_that_are_kept_do_not_grow_with_letters(monkeypatch):
    monkeypatch.setattr(styles, "MOST_STYLES", 100)
    for number in range(4):
        ids = "".join(f'<p id="p{number}-{each}">x{each}</p>' for each in range(80))
        worker.make(EVERYTHING.replace("foot</footer>", ids + "</footer>"), CSS)
        assert 0 < len(styles._styles) <= 100
