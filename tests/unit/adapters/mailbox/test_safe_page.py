"""A message's page keeps its words and how they are set, and nothing that fetches or runs."""

from tests.support.hostile_mail import FETCHES
from tests.support.tables import from_table
from ulss_tracker.adapters.mailbox import safe_page

SET = '<h2>Robbery</h2><p style="text-align: center"><b>Two</b> years</p>'
TABLE = '<table><tbody><tr><td colspan="2">Leeds</td></tr></tbody></table>'


def test_words_and_how_they_are_set_stay() -> None:
    assert safe_page.clean(SET + TABLE) == SET.replace(": ", ":") + TABLE


def test_a_page_that_fetches_keeps_its_words_alone() -> None:
    assert safe_page.clean(FETCHES.decode()) == "<p>Hello</p>"


@from_table
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
