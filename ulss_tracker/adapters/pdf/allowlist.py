"""The few elements that a document may have; what it may fetch is in `fetcher`.

The templates are ours and every value in them is escaped, so nothing here should ever refuse a
letter. It is the second lock on the door: a value that somehow became markup can neither read a
file, reach the network, nor keep the machine busy.
"""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405

MOST_CHARACTERS = 400_000
MOST_ELEMENTS = 20_000
DEEPEST = 30
WIDEST_SPAN = 20
# Longer than any word or web address: setting one of 60,000 letters takes a minute.
LONGEST_WORD = 300
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

ELEMENTS = frozenset(
    {"html", "head", "title", "meta", "body", "header", "main", "footer", "section", "div"}
    | {"h1", "h2", "h3", "p", "span", "strong", "em", "br", "a", "img"}
    | {"ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES = frozenset(
    {"lang", "dir", "class", "id", "title", "name", "content", "charset", "href", "src", "alt"}
    | {"scope", "colspan", "rowspan"}
)

_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD},}}")
# Shorter than half a line, so that the library finds a place to end each without looking far.
_PIECE = re.compile(r"\S{30}")


class NotInRules(Exception):
    """The document holds something no letter needs; the message says what."""


def check_length(html: str) -> None:
    """Raise `NotInRules` when the document is too long to be read in the time there is."""
    if len(html) > MOST_CHARACTERS:
        raise NotInRules(f"it is longer than {MOST_CHARACTERS:,} characters")


def check(root: "Element") -> None:
    """Raise `NotInRules` unless every element, attribute, span and link is one we use."""
    waiting = [(root, 1)]
    count = 0
    while waiting:
        element, depth = waiting.pop()
        tag: object = element.tag
        if not isinstance(tag, str):
            continue  # a comment
        count += 1
        if count > MOST_ELEMENTS:
            raise NotInRules("it has too many parts")
        if depth > DEEPEST:
            raise NotInRules("it is nested too deeply")
        _check_element(element)
        waiting.extend((child, depth + 1) for child in element)


def _check_element(element: "Element") -> None:
    if element.tag not in ELEMENTS:
        raise NotInRules(f"it has an element that letters do not use, '{element.tag[:20]}'")
    for name, value in element.attrib.items():
        if name not in ATTRIBUTES:
            raise NotInRules(f"it has an attribute that letters do not use, '{name[:20]}'")
        if name in {"colspan", "rowspan"} and not (
            value.isdecimal() and 1 <= int(value[:9]) <= WIDEST_SPAN
        ):
            raise NotInRules("a table cell is too wide or too tall")
        if name == "src" and not value.startswith("data:"):
            raise NotInRules("it has a picture from somewhere else")
        if name == "href" and not _may_link_to(value):
            raise NotInRules("it has a link that is not to a web page, an email or a telephone")


def _may_link_to(address: str) -> bool:
    if address.startswith("#"):
        return True
    try:
        return urlsplit(address).scheme in LINK_SCHEMES
    except ValueError:
        return False


def break_endless_words(root: "Element") -> None:
    """Let a line end inside what has no space for longer than any word: nothing is seen of it."""
    for element in root.iter():
        if element.text and len(element.text) > LONGEST_WORD:
            element.text = _breakable(element.text)
        if element.tail and len(element.tail) > LONGEST_WORD:
            element.tail = _breakable(element.tail)


def _breakable(text: str) -> str:
    return _ENDLESS.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word[0]), text)
