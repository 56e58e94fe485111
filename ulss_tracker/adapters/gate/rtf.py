"""Finding whatever an RTF document runs or fetches, in one pass."""

import re
from dataclasses import dataclass

from ulss_tracker.adapters.gate.fields import ELSEWHERE, Fields
from ulss_tracker.adapters.gate.file_types import Finding

_PLACE = re.compile(rb"\\(?:uc(?P<length>\d{1,2})|(?P<name>fldinst|template)(?![a-z]))")
_OBJECT = re.compile(rb"\\obj(data|emb|link|autlink|ocx|html)(?![a-z])")
_OBJECT_DATA = re.compile(rb"\\objdata(?![a-z])[0-9a-f\s]*", re.I)
_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-f]{2})|\\(?P<control>[a-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<words>[^\\{}]{1,4096})",
    re.I | re.S,
)


def findings(content: bytes) -> frozenset[Finding]:
    """Everything found in the document."""
    result = {Finding.PROGRAM} if _OBJECT.search(content) else set()
    end, code_length = 0, 1
    for place in _PLACE.finditer(content):
        if place["length"]:
            code_length = int(place["length"])
        elif place.start() >= end:
            destination = _Destination(code_length)
            end = destination.read(content, place.end())
            result |= destination.fields.findings
            if place["name"] == b"template" and destination.is_elsewhere:
                result.add(Finding.FETCHES_TEMPLATE)
    return frozenset(result)


def without_objects(content: bytes) -> bytes:
    """The document without what its embedded objects are made of; their pictures stay.

    LibreOffice believes the length that stands in them, takes that much memory and, held to its
    limit, now and then makes nothing of the whole document.
    """
    return _OBJECT_DATA.sub(b"", content)


@dataclass
class _Group:
    """Between two braces: whether it is a field, and whether readers pass over it."""

    is_field: bool
    is_ignored: bool
    code_length: int  # characters after `\\u` that stand for it in readers without Unicode


class _Destination:
    """The words of one destination, however they are written, with the fields within it."""

    def __init__(self, code_length: int) -> None:
        self.fields = Fields()
        self._words: list[str] = []
        self._hides_letters = False
        self._groups = [_Group(is_field=True, is_ignored=False, code_length=code_length)]
        self._skip = 0

    @property
    def is_elsewhere(self) -> bool:
        """Whether the words lead to another machine, or hide plain letters to do so."""
        return self._hides_letters or bool(ELSEWHERE.search("".join(self._words)))

    def read(self, content: bytes, start: int) -> int:
        """Read until the group that `start` is in ends; the answer is where that is."""
        self.fields.begin()
        for token in _TOKEN.finditer(content, start):
            self._take(token)
            if not self._groups:
                return token.end()
        self.fields.end_all()
        return len(content)

    def _take(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup if token.lastgroup != "number" else "control"
        if kind == "brace":
            self._brace(token["brace"])
        elif kind == "control":
            self._control(token["control"].lower(), int(token["number"] or 1))
        elif kind == "hex":
            self._write(chr(int(token["hex"], 16)), is_encoded=True)
        elif kind == "symbol":
            self._symbol(token["symbol"])
        else:
            self._write(token["words"].translate(None, b"\r\n").decode("latin-1"))

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            group = self._groups[-1]
            self._groups.append(_Group(False, group.is_ignored, group.code_length))
        elif self._groups.pop().is_field:
            self.fields.end()

    def _control(self, control: bytes, number: int) -> None:
        group = self._groups[-1]
        if control == b"fldinst":
            group.is_field, group.is_ignored = True, False
            self.fields.begin()
        elif control == b"uc":
            group.code_length = number
        elif control == b"u":
            self._skip = 0
            self._write(chr(number & 0xFFFF), is_encoded=True)
            self._skip = group.code_length

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._groups[-1].is_ignored = True
        elif symbol in b"\\{}":
            self._write(symbol.decode())
        elif symbol == b"~":
            self._write(" ")

    def _write(self, words: str, *, is_encoded: bool = False) -> None:
        skipped, self._skip = self._skip, max(0, self._skip - len(words))
        words = words[max(0, skipped) :]
        if words and not self._groups[-1].is_ignored:
            self._hides_letters |= is_encoded and words.isascii()
            self._words.append(words)
            self.fields.write(words)
