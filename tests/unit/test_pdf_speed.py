"""What is kept from one letter to the next saves time and changes nothing."""

from datetime import date
from functools import partial

import pytest
import weasyprint
from weasyprint.css import StyleFor
from weasyprint.layout import percent

from ulss_tracker.models import LetterKind
from ulss_tracker.outside import pdf_process, pdf_rules, pdf_speed
from ulss_tracker.services.letters.rendering import TEMPLATES, to_html
from ulss_tracker.services.letters.sample import sample_values

CSS = (TEMPLATES / "letter.css").read_text(encoding="utf-8")

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


def of_the_library(html: str, css: str) -> bytes:
    """The same document by the library alone: its own base stylesheet, nothing kept."""
    document = weasyprint.HTML(string=html, url_fetcher=pdf_rules.fetch_nothing_but_ours)
    laid_out = document.render(
        stylesheets=[weasyprint.CSS(string=css, font_config=pdf_process._fonts())],
        font_config=pdf_process._fonts(),
        pdf_variant="pdf/ua-1",
    )
    return laid_out.write_pdf(pdf_variant="pdf/ua-1", finisher=partial(pdf_process._finish, css))


@pytest.fixture
def nothing_kept():
    """Take the library as it comes, before and after."""

    pdf_speed.use_nothing()
    yield
    pdf_speed.use_nothing()


def documents() -> list[str]:
    return [*(to_html(sample_values(kind, date(2026, 3, 18))) for kind in LetterKind), EVERYTHING]


def test_the_library_is_the_version_the_speed_was_tested_with():
    assert weasyprint.VERSION == pdf_speed.TESTED_WITH


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("css", [CSS, ""], ids=["letter.css", "no css"])
def test_not_a_byte_differs_from_what_the_library_makes_alone(css):
    slowly = [of_the_library(html, css) for html in documents()]
    for _ in range(2):
        assert [pdf_process.make(html, css) for html in documents()] == slowly
    assert StyleFor.set_computed_styles is pdf_speed._shared_styles


@pytest.mark.usefixtures("nothing_kept")
def test_another_version_of_the_library_is_left_as_it_is(monkeypatch):
    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    pdf_speed.use()
    assert StyleFor.set_computed_styles is pdf_speed._compute_styles
    assert percent.resolve_percentages is pdf_speed._resolve_lengths


@pytest.mark.usefixtures("nothing_kept")
def test_what_is_kept_does_not_grow_with_letters(monkeypatch):
    monkeypatch.setattr(pdf_speed, "_styles", {})
    monkeypatch.setattr(pdf_speed, "_MOST_STYLES", 100)
    for number in range(4):
        ids = "".join(f'<p id="p{number}-{each}">x</p>' for each in range(80))
        pdf_process.make(EVERYTHING.replace("foot</footer>", ids + "</footer>"), CSS)
        assert len(pdf_speed._styles) <= 100


def test_every_element_of_the_rules_has_its_place_in_the_base_stylesheet():
    base = pdf_speed.BASE.read_text(encoding="utf-8")
    inline = {"span", "strong", "em", "br", "a", "img"}
    displayed = " ".join(line.split("{")[0] for line in base.splitlines() if "display:" in line)
    named = {name.strip() for part in displayed.split(",") for name in part.split()}
    assert pdf_rules.ELEMENTS - inline <= named
