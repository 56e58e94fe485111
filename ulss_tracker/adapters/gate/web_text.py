"""HTML of messages, and SVG: what it runs, fetches or sends, and its words."""

import re
from html.parser import HTMLParser

from ulss_tracker.adapters.gate.file_types import Finding

_ELSEWHERE = re.compile(r"\s{0,20}(?:(?:https?|ftp|file):|//|\\\\\\\\)", re.I)
_IN_STYLE = re.compile(r"(?:url\(|@import)[\s\"']{0,20}(?:(?:https?|ftp|file):|//)", re.I)
_ADDRESSES = frozenset({"src", "href", "background", "srcset", "poster", "data", "action"})
_PICTURES = frozenset({"img", "image", "input", "feimage", "body", "table", "td"})
_PRESSED = frozenset({"a", "area"})  # a link fetches nothing until somebody presses it
_UNSEEN = frozenset({"script", "style", "title"})
_LINES = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})
_GAPS = re.compile(r"[ \t\r\n\u00a0]+")


def findings(written: str) -> frozenset[Finding]:
    """Everything found in a page or a drawing."""
    return frozenset(_read(written).found)


def words(written: str) -> str:
    """The words that a page shows, its paragraphs on lines of their own."""
    lines = "".join(_read(written).pieces).splitlines()
    return "\n".join(line.strip() for line in lines).strip()


def _read(written: str) -> "_Page":
    page = _Page()
    page.feed(written)
    page.close()
    return page


class _Page(HTMLParser):
    """One pass: entities and quotes are read as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[Finding] = set()
        self.pieces: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what the element does."""
        self._tag = own = tag.rpartition(":")[2]
        if own in _LINES:
            self.pieces.append("\n")
        if own == "script":
            self.found.add(Finding.JAVASCRIPT)
        for name, value in attributes:
            self._attribute(own, name.rpartition(":")[2], value or "")

    def handle_endtag(self, tag: str) -> None:
        """What follows is no longer of that element."""
        self._tag = ""

    def handle_data(self, data: str) -> None:
        """Take words that are shown; see what a style sheet fetches."""
        if self._tag == "style":
            self._style(data)
        if self._tag not in _UNSEEN:
            self.pieces.append(_GAPS.sub(" ", data))

    def _attribute(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on") or value.lstrip()[:11].lower() == "javascript:":
            self.found.add(Finding.JAVASCRIPT)
        elif name == "style":
            self._style(value)
        elif name in _ADDRESSES and tag not in _PRESSED and _ELSEWHERE.match(value):
            kind = Finding.FETCHES_PICTURE if tag in _PICTURES else Finding.FETCHES_OTHER
            self.found.add(Finding.SENDS_FORM if tag == "form" else kind)

    def _style(self, rules: str) -> None:
        if _IN_STYLE.search(rules):
            self.found.add(Finding.FETCHES_OTHER)
