"""A message's page keeps its words and how they are set, and nothing that fetches or runs."""

import pytest

from tests.support.hostile_mail import FETCHES
from ulss_tracker.adapters.mailbox import safe_page

SET = '<h2>Robbery</h2><p style="text-align: center"><b>Two</b> years</p>'
TABLE = '<table><tbody><tr><td colspan="2">Leeds</td></tr></tbody></table>'


def test_words_and_how_they_are_set_stay() -> None:
    assert safe_page.clean(SET + TABLE) == SET.replace(": ", ":") + TABLE


def test_a_page_that_fetches_keeps_its_words_alone() -> None:
    assert safe_page.clean(FETCHES.decode()) == "<p>Hello</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        '<a href="https://evil.example.net" ping="//evil">words</a>',
        '<p style="background: url(//evil); color: white">words</p>',
        '<td background="//evil">words</td>',
        "<p onclick=alert(1)>words</p>",
        '<svg><a xlink:href="//evil">words</a></svg>',
        "<math><mtext><table><mglyph><style><img src=//evil onerror=alert(1)></style>words</math>",
        '<video poster="//evil"><source src="//evil"></video>words',
        '<link rel="preconnect" href="//evil">words',
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">words</p></noscript>',
    ],
)
def test_nothing_of_it_is_left(hostile: str) -> None:
    clean = safe_page.clean(f"<p>Before</p>{hostile}")
    assert clean.startswith("<p>Before</p>")
    for never in ("evil", "on", "src", "href", "url", "color"):
        assert f"{never}=" not in clean
        assert f"{never}(" not in clean
        assert f"{never}:" not in clean
    assert "evil" not in clean


def test_a_page_without_words_is_blank() -> None:
    assert safe_page.clean("<script>fetch('//evil')</script>") == ""
