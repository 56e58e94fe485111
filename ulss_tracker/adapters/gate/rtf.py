"""Finding whatever an RTF document runs or fetches, in one pass and each place only so far."""

import re

from ulss_tracker.adapters.gate.file_types import Finding

_NEAR = 600  # bytes after the beginning of a template or field that are looked at
_MOST_PLACES = 20_000
_TEMPLATE = re.compile(rb"\\template(?![a-z])")
_FIELD = re.compile(rb"\\fldinst(?![a-z])")
_ELSEWHERE = re.compile(rb"//|\\u-?\d|\\'|\\\\\\\\")
# A field's words may be broken up by groups and by control words, which are no part of them.
_BETWEEN_WORDS = re.compile(rb"\\[a-z]{1,32}-?\d{0,10} ?|[{}\r\n]|\\\*", re.I)
_INCLUDES = re.compile(rb"INCLUDE(PICTURE|TEXT)", re.I)
_DDE = re.compile(rb"\bDDE(AUTO)?\b", re.I)
_OBJECT_DATA = re.compile(rb"\\objdata(?![a-z])[0-9a-f\s]*", re.I)


def findings(content: bytes) -> frozenset[Finding]:
    """Everything found in the document."""
    found = set()
    if b"\\objdata" in content or b"\\objemb" in content:
        found.add(Finding.PROGRAM)
    for start in _places(_TEMPLATE, content):
        if _ELSEWHERE.search(_until_group_ends(content, start)):
            found.add(Finding.FETCHES_TEMPLATE)
    for start in _places(_FIELD, content):
        near = content[start : start + _NEAR]
        words = _BETWEEN_WORDS.sub(b"", near)
        if _DDE.search(words):
            found.add(Finding.DDE)
        includes = _INCLUDES.search(words)
        if includes and _ELSEWHERE.search(words):
            is_picture = includes.group(1).upper() == b"PICTURE"
            found.add(Finding.FETCHES_PICTURE if is_picture else Finding.FETCHES_OTHER)
    return frozenset(found)


def without_objects(content: bytes) -> bytes:
    """The document without what its embedded objects are made of; their pictures stay.

    LibreOffice believes the length that stands in them, takes that much memory and, held to its
    limit, now and then makes nothing of the whole document.
    """
    return _OBJECT_DATA.sub(b"", content)


def _places(pattern: re.Pattern[bytes], content: bytes) -> list[int]:
    """Where the pattern ends, each time; a document with too many is one that cannot be opened."""
    places = []
    for match in pattern.finditer(content):
        places.append(match.end())
        if len(places) > _MOST_PLACES:
            raise MemoryError
    return places


def _until_group_ends(content: bytes, start: int) -> bytes:
    near = content[start : start + _NEAR]
    return re.split(rb"[{}]", near, maxsplit=1)[0]
