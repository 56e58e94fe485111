"""The contents and fetches a document is allowed: the second lock behind escaping every value."""

from base64 import b64encode

import pytest
import tinyhtml5

from tests.support.tables import from_table
from ulss_tracker.adapters.pdf.allowlist import NotInRules, check
from ulss_tracker.adapters.pdf.fetcher import LARGEST_IMAGE, PicturesInside

pytestmark = pytest.mark.slow


def parse(body: str):
    return tinyhtml5.parse(f"<!doctype html><body>{body}", namespace_html_elements=False)


@from_table
def test_what_a_letter_uses_is_let_through(body: str) -> None:
    check(parse(body))


@from_table
def test_anything_else_is_refused(body: str, reason: str) -> None:
    with pytest.raises(NotInRules, match=reason):
        check(parse(body))


@pytest.mark.parametrize(
    ("body", "reason"), [("<div>" * 3000, "nested too deeply"), ("<p>a" * 20_001, "too many parts")]
)
def test_what_is_too_much_is_refused(body: str, reason: str) -> None:
    test_anything_else_is_refused(body, reason)


@from_table
def test_nothing_else_is_fetched(url: str) -> None:
    fetcher = PicturesInside()
    with pytest.raises(ValueError, match=r"fetch nothing|base64|too large"):
        fetcher(url)
    assert fetcher.has_refused


def test_no_picture_too_large_is_fetched() -> None:
    too_large = "data:image/png;base64," + b64encode(bytes(LARGEST_IMAGE + 1)).decode()
    test_nothing_else_is_fetched(too_large)


def test_a_small_picture_in_the_document_is_read():
    fetcher = PicturesInside()
    response = fetcher("data:image/png;base64," + b64encode(b"a picture").decode())
    assert response.read() == b"a picture"
    assert response.content_type == "image/png"
    assert not fetcher.has_refused
