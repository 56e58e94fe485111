"""The contents and fetches a document is allowed: the second lock behind escaping every value."""

from base64 import b64encode

import pytest
import tinyhtml5

from ulss_tracker.adapters.pdf.allowlist import NotInRules, check
from ulss_tracker.adapters.pdf.fetcher import LARGEST_IMAGE, PicturesInside

pytestmark = pytest.mark.slow


def parse(body: str):
    return tinyhtml5.parse(f"<!doctype html><body>{body}", namespace_html_elements=False)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>A title</h1><p>Words <strong>said</strong></p><!-- a remark -->",
        "<table><thead><tr><th scope=col>A</th></tr></thead><tr><td colspan=2>b</td></tr></table>",
        '<a href="https://example.org/remarks">Remarks</a> <a href="#part-2">Part 2</a>',
        '<a href="mailto:someone@example.org">Write</a>',
        '<img src="data:image/png;base64,AAAA" alt="A picture">',
    ],
)
def test_what_a_letter_uses_is_let_through(body):
    check(parse(body))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<script>1</script>", "script"),
        ("<style>p{}</style>", "style"),
        ('<p style="background:url(x)">a</p>', "style"),
        ("<iframe></iframe>", "iframe"),
        ('<object data="file:///etc/passwd"></object>', "object"),
        ('<embed src="file:///etc/passwd">', "embed"),
        ('<link rel="attachment" href="file:///etc/passwd">', "link"),
        ('<a rel="attachment" href="https://example.org">a</a>', "rel"),
        ("<svg><image href='file:///etc/passwd'/></svg>", "element"),
        ('<base href="file:///">', "base"),
        ('<img src="file:///etc/passwd">', "picture from somewhere else"),
        ('<img src="http://127.0.0.1/a.png">', "picture from somewhere else"),
        ('<a href="javascript:alert(1)">a</a>', "link"),
        ('<a href="file:///etc/passwd">a</a>', "link"),
        ('<a href="data:text/html,x">a</a>', "link"),
        ('<a href="/casework">a</a>', "link"),
        ('<a href="http://[broken">a</a>', "link"),
        ("<table><tr><td colspan=100000>a</table>", "too wide"),
        ("<table><tr><td rowspan=100000>a</table>", "too wide"),
        ("<table><tr><td colspan=-1>a</table>", "too wide"),
        ("<table><tr><td colspan=²>a</table>", "too wide"),
        ("<div>" * 3000, "nested too deeply"),
        ("<p>a" * 20_001, "too many parts"),
        ("<input name=a>", "input"),
    ],
)
def test_anything_else_is_refused(body, reason):
    with pytest.raises(NotInRules, match=reason):
        check(parse(body))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a.png",
        "https://example.org/a.png",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "/etc/passwd",
        "data:text/html;base64,AAAA",
        "data:image/svg+xml;base64,AAAA",
        "data:image/png,plain",
        "data:image/png;base64,not base64 at all",
        "DATA:image/png;base64,AAAA",
        "data:image/png;base64," + b64encode(bytes(LARGEST_IMAGE + 1)).decode(),
    ],
)
def test_nothing_else_is_fetched(url):
    fetcher = PicturesInside()
    with pytest.raises(ValueError, match=r"fetch nothing|base64|too large"):
        fetcher(url)
    assert fetcher.has_refused


def test_a_small_picture_in_the_document_is_read():
    fetcher = PicturesInside()
    response = fetcher("data:image/png;base64," + b64encode(b"a picture").decode())
    assert response.read() == b"a picture"
    assert response.content_type == "image/png"
    assert not fetcher.has_refused
