"""What is kept from one letter to the next saves time and changes nothing."""

import sys
import zlib
from datetime import date
from functools import partial
from types import SimpleNamespace
from xml.etree import ElementTree

import pydyf
import pytest
import tinyhtml5
import weasyprint
from weasyprint.text.line_break import Layout

from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.outside import (
    pdf_lines,
    pdf_process,
    pdf_rules,
    pdf_said,
    pdf_speed,
    pdf_styles,
)
from ulss_tracker.outside.pdf_fonts import FONTS
from ulss_tracker.outside.pdf_reading import tree_of
from ulss_tracker.services.letters.rendering import TEMPLATES, to_html
from ulss_tracker.services.letters.sample import sample_values

pytestmark = pytest.mark.slow

CSS = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
DAY = date(2026, 3, 18)

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


def of_the_library(html: str, css: str) -> bytes:
    """The same document by the library alone: its own parser and base stylesheet, nothing kept."""
    pdf_said.use()
    document = weasyprint.HTML(string=html, url_fetcher=pdf_rules.fetch_nothing_but_ours)
    pdf_rules.break_endless_words(document.etree_element)
    laid_out = document.render(
        stylesheets=[weasyprint.CSS(string=css, font_config=pdf_process._fonts())],
        font_config=pdf_process._fonts(),
        pdf_variant="pdf/ua-1",
    )
    return laid_out.write_pdf(pdf_variant="pdf/ua-1", finisher=partial(pdf_process._finish, css))


@pytest.fixture(autouse=True)
def our_fonts(monkeypatch):
    """Set letters in our fonts, as the processes that make PDFs do."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS / "fonts.conf"))
    for kept in (pdf_process._fonts, pdf_process._stylesheet):
        kept.cache_clear()
    yield
    for kept in (pdf_process._fonts, pdf_process._stylesheet):
        kept.cache_clear()


@pytest.fixture
def nothing_kept():
    """Take the library as it comes, before and after."""

    pdf_speed.use_nothing()
    yield
    pdf_speed.use_nothing()


@pytest.fixture
def packed_alike(monkeypatch):
    """Let the library pack as tightly as we do, which is the one thing that may differ."""
    packing = SimpleNamespace(compressobj=lambda level: zlib.compressobj(min(level, 6)))
    monkeypatch.setattr(pydyf, "zlib", packing)


def documents() -> list[str]:
    large = sample_values(LetterKind.NOT_REFERRED, DAY, "cy", LetterSize.LARGE)
    return [*(to_html(sample_values(kind, DAY)) for kind in LetterKind), to_html(large), EVERYTHING]


def test_the_library_is_the_version_the_speed_was_tested_with():
    assert {
        "weasyprint": weasyprint.VERSION,
        "pydyf": pydyf.VERSION,
    } == pdf_speed.TESTED_WITH
    assert weasyprint.VERSION == pdf_said.TESTED_WITH


@pytest.mark.usefixtures("nothing_kept", "packed_alike")
@pytest.mark.parametrize("css", [CSS, ""], ids=["letter.css", "no css"])
def test_not_a_byte_differs_from_what_the_library_makes_alone(css):
    letters = [*documents(), UNUSUAL]
    slowly = [of_the_library(html, css) for html in letters]
    for _ in range(2):
        assert [pdf_process.make(html, css) for html in letters] == slowly
    assert Layout.deactivate is pdf_lines.keep_shape


@pytest.mark.usefixtures("nothing_kept")
def test_ours_is_used_wherever_the_library_names_its_own():
    pdf_speed.use()
    theirs = {id(function) for function, _ in pdf_speed.FUNCTIONS}
    used = set()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in pdf_speed.TESTED_WITH:
            values = {id(value) for value in vars(module).values()}
            assert not values & theirs, name
            used |= values
    assert all(id(ours) in used for _, ours in pdf_speed.FUNCTIONS)


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("library", [weasyprint, pydyf])
def test_another_version_of_the_library_is_left_as_it_is(monkeypatch, library):
    monkeypatch.setattr(library, "VERSION", "71.0")
    pdf_speed.use()
    for owner, name, theirs, _ in pdf_speed.METHODS:
        assert vars(owner)[name] is theirs
    assert weasyprint.draw.draw_text is pdf_lines._draw_text
    assert pdf_process.make(EVERYTHING, CSS).startswith(b"%PDF")


@pytest.mark.usefixtures("nothing_kept")
def test_what_is_kept_does_not_grow_with_letters(monkeypatch):
    monkeypatch.setattr(pdf_styles, "_styles", {})
    monkeypatch.setattr(pdf_styles, "_MOST_STYLES", 100)
    monkeypatch.setattr(pdf_lines, "_lines", {})
    monkeypatch.setattr(pdf_lines, "_MOST_LINES", 100)
    for number in range(4):
        ids = "".join(f'<p id="p{number}-{each}">x{each}</p>' for each in range(80))
        pdf_process.make(EVERYTHING.replace("foot</footer>", ids + "</footer>"), CSS)
        assert len(pdf_styles._styles) <= 100
        assert 0 < len(pdf_lines._lines) <= 100
        assert pdf_lines._shaped == []


@pytest.mark.usefixtures("nothing_kept")
def test_lines_waiting_to_be_drawn_are_bounded(monkeypatch):
    monkeypatch.setattr(pdf_lines, "_MOST_SHAPED", 10)
    few = pdf_process.make(UNUSUAL, CSS)
    monkeypatch.undo()
    assert pdf_process.make(UNUSUAL, CSS) == few


def test_a_letters_html_is_read_to_the_same_tree_as_browsers_would():
    for html in documents():
        ours = tree_of(html)
        assert ours is not None
        theirs = tinyhtml5.parse(html, namespace_html_elements=False)
        assert ElementTree.tostring(ours) == ElementTree.tostring(theirs)


@pytest.mark.parametrize(
    "typed",
    [
        "<p>not closed",
        "<p title=bare>x</p>",
        "<b><i>crossed</b></i>",
        "<![CDATA[x]]>",
        "<!ENTITY x 'y'>",
        "<?php echo 1 ?>",
        "<!-- --><script>",
        "&nbsp;",
        "&lol;",
        "&#128;",
        "&#x41;",
        "a\0b",
        "a\fb",
        "a\rb",
        "\ud800",
        '<img src="x" alt="a>b">',
        "</body></html><p>after</p>",
        "</body><body>",
    ],
)
def test_what_may_be_read_in_two_ways_is_read_as_html(typed):
    assert tree_of(EVERYTHING.replace("foot</footer>", f"{typed}</footer>")) is None


@pytest.mark.parametrize("html", ["", "<p>x</p>", "<html><body></body></html>", "<!doctype html>"])
def test_what_is_no_whole_document_is_read_as_html(html):
    assert tree_of(html) is None


def test_every_element_of_the_rules_has_its_place_in_the_base_stylesheet():
    base = pdf_speed.BASE.read_text(encoding="utf-8")
    inline = {"span", "strong", "em", "br", "a", "img"}
    displayed = " ".join(line.split("{")[0] for line in base.splitlines() if "display:" in line)
    named = {name.strip() for part in displayed.split(",") for name in part.split()}
    assert pdf_rules.ELEMENTS - inline <= named
