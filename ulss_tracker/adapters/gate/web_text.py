"""HTML of messages, and SVG: what it runs, fetches or sends, and its words.

Read once from its beginning to its end, however it is broken: the standard library's parser takes
the square of the time for some pages.
"""

import html
import re

from ulss_tracker.adapters.gate.file_types import Finding

# Outlook reads what stands in a comment that begins with a condition.
_OPENING = re.compile(r"<(?:(!--(?!\[if))|[!?]|(/?)([a-zA-Z][^\s/>]{0,60}))")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?"""
)
_ELSEWHERE = re.compile(r"\s{0,20}(?:(?:https?|ftp|file):|//|\\\\)", re.I)
_IN_STYLE = re.compile(r"(?:url\(|@import)[\s\"']{0,20}(?:(?:https?|ftp|file):|//)", re.I)
_ADDRESSES = frozenset({"src", "href", "background", "srcset", "poster", "data", "action"})
_PICTURES = frozenset({"img", "image", "input", "feimage", "body", "table", "td"})
_PRESSED = frozenset({"a", "area"})  # a link fetches nothing until somebody presses it
_UNSEEN = frozenset({"script", "style", "title"})
_LINES = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})
_GAPS = re.compile(r"[ \t\r\n\u00a0]+")


def findings(written: str) -> frozenset[Finding]:
    """Everything found in a page or a drawing."""
    return frozenset(_Page(written).found)


def words(written: str) -> str:
    """The words that a page shows, its paragraphs on lines of their own."""
    lines = (line.strip() for line in "".join(_Page(written).pieces).splitlines())
    return "\n".join(line for line in lines if line)


class _Page:
    """The findings of a page, and the pieces of its words."""

    def __init__(self, written: str) -> None:
        self.found: set[Finding] = set()
        self.pieces: list[str] = []
        at = 0
        while opening := _OPENING.search(written, at):
            self._say(written[at : opening.start()])
            comment, end, tag = opening.groups()
            if tag:
                at = self._element(written, opening.end(), tag.lower(), is_end=bool(end))
            else:
                at = _after(written, opening.end(), "-->" if comment else ">")
        self._say(written[at:])

    def _say(self, text: str) -> None:
        self.pieces.append(_GAPS.sub(" ", html.unescape(text)))

    def _element(self, written: str, at: int, tag: str, *, is_end: bool) -> int:
        """Read an element's attributes and skip what it holds unseen; return where it ends."""
        own = tag.rpartition(":")[2]
        if own in _LINES:
            self.pieces.append("\n")
        if own == "script":
            self.found.add(Finding.JAVASCRIPT)
        while attribute := _ATTRIBUTE.match(written, at):
            at = attribute.end()
            name, *values = attribute.groups()
            value = html.unescape(next(filter(None, values), ""))
            self._attribute(own, name.lower().rpartition(":")[2], value)
        at = _after(written, at, ">")
        if own not in _UNSEEN or is_end:
            return at
        closing = re.compile(f"</{own}", re.I).search(written, at)
        ends = closing.start() if closing else len(written)
        if own == "style":
            self._style(written[at:ends])
        return ends

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


def _after(written: str, at: int, end: str) -> int:
    place = written.find(end, at)
    return len(written) if place < 0 else place + len(end)
