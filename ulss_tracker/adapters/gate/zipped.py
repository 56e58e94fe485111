"""Word's and OpenDocument's texts, which are archives: what they hold tells which."""

import io
import re
import struct
from collections.abc import Iterator
from xml.sax.handler import ContentHandler  # nosec B406 - defusedxml parses
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.sax import parseString

from ulss_tracker.adapters.gate import web_text
from ulss_tracker.adapters.gate.fields import ELSEWHERE, Fields
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted

MOST_ENTRIES = 4_000
MOST_UNPACKED = 400 * 1024 * 1024
MOST_XML = 48 * 1024 * 1024
_LONGEST_DIRECTORY = 1024 * 1024
_END = b"PK\x05\x06"
_END_LENGTH, _LONGEST_COMMENT = 22, 65_535
_ENCRYPTED = 1
_MACROS = ("vbaproject", "vbadata")
_PROGRAMS = ("activex", "oleobject")
# What a relationship within a Word document says of the part that it leads to, by its type.
_HELD = {
    "vbaproject": {Finding.MACROS},
    "wordvbadata": {Finding.MACROS},
    "oleobject": {Finding.PROGRAM},
    "control": {Finding.PROGRAM},
    "package": {Finding.FILE_INSIDE},
    "afchunk": {Finding.FILE_INSIDE},
}
_FETCHED = {
    "attachedtemplate": Finding.FETCHES_TEMPLATE,
    "image": Finding.FETCHES_PICTURE,
    "oleobject": Finding.PROGRAM,
}
# Of an OpenDocument, what an element is, whatever it says.
_ELEMENTS = {
    **dict.fromkeys(("dde-source", "dde-connection", "dde-connection-decl"), Finding.DDE),
    "event-listener": Finding.MACROS,
    "execute-macro": Finding.MACROS,
    "applet": Finding.PROGRAM,
}
# An address outside an OpenDocument: any scheme, another machine, or a file beside the document.
OPEN_DOCUMENT_PARTS = ("content.xml", "styles.xml", "meta.xml")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]|\.\./", re.I)
_OFFICE_PROGRAM = re.compile(r"(vnd\.sun\.star\.script|macro|script):", re.I)


class TooMuch(ValueError):
    """The archive holds more than may be looked at."""


class HiddenPart(ValueError):
    """A part of a Word document is called by a name that no writer of such documents gives it."""


def look(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    """Tell which document the archive is, and what it runs, fetches or holds.

    Raises `TooMuch`, `HiddenPart`, and what its parsers raise of one that is damaged.
    """
    nothing: frozenset[Finding] = frozenset()
    with open_archive(content) as archive:
        entries = archive.infolist()
        names = {entry.filename.lower() for entry in entries}
        kind = _kind(archive, names)
        if kind is None:
            return Unwanted.UNKNOWN, nothing
        if _is_encrypted(archive, entries):
            return Unwanted.ENCRYPTED, nothing
        return kind, _inside(names) | _in_parts(archive, kind)


def open_archive(content: bytes) -> ZipFile:
    """Open an archive whose table of contents and claimed size are bounded, before it is read.

    Raises `TooMuch`, and what zipfile raises of one that is damaged.
    """
    tail = content[-_END_LENGTH - _LONGEST_COMMENT :]
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise BadZipFile
    count, directory = struct.unpack_from("<HI", tail, at + 10)
    if count > MOST_ENTRIES or directory > _LONGEST_DIRECTORY:
        raise TooMuch
    archive = ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise TooMuch
    return archive


def _kind(archive: ZipFile, names: set[str]) -> FileType | None:
    if "word/document.xml" in names:
        return FileType.DOCX
    if "mimetype" in names:
        with archive.open(archive.infolist()[0]) as part:
            if part.read(200).strip() == FileType.ODT.media_type.encode():
                return FileType.ODT
    return None


def _is_encrypted(archive: ZipFile, entries: list[ZipInfo]) -> bool:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return True
    manifest = [entry for entry in entries if entry.filename == "META-INF/manifest.xml"]
    return any(b"encryption-data" in _read(archive, each, MOST_XML) for each in manifest)


def _inside(names: set[str]) -> frozenset[Finding]:
    """Tell from the names of its parts what is inside."""
    findings = set()
    for name in names:
        if any(part in name for part in _MACROS) or name.startswith(("basic/", "scripts/")):
            findings.add(Finding.MACROS)
        if any(part in name for part in _PROGRAMS):
            findings.add(Finding.PROGRAM)
        elif "/embeddings/" in name or name.startswith("object "):
            findings.add(Finding.FILE_INSIDE)
    return frozenset(findings)


def _in_parts(archive: ZipFile, kind: FileType) -> frozenset[Finding]:
    """Read every part that may name something elsewhere, each byte once."""
    findings: set[Finding] = set()
    for part, is_drawing in _parts(archive, kind):
        if is_drawing:
            findings |= web_text.findings(part.decode("utf-8", "replace"))
            continue
        handler: _Word | _OpenDocument = _Word() if kind is FileType.DOCX else _OpenDocument()
        parseString(part, handler, forbid_dtd=True)
        findings |= handler.findings
    return frozenset(findings)


def _parts(archive: ZipFile, kind: FileType) -> Iterator[tuple[bytes, bool]]:
    """The parts to be read, and of each whether it is a drawing (SVG), within `MOST_XML`."""
    left = MOST_XML
    for entry in archive.infolist():
        name = entry.filename.lower()
        is_drawing = name.endswith(".svg")
        endings = (".xml", ".rels") if kind is FileType.DOCX else OPEN_DOCUMENT_PARTS
        is_xml = name.endswith(endings)
        if (is_xml or is_drawing) and entry.file_size:
            part = _read(archive, entry, left)
            left -= len(part)
            yield part, is_drawing


def _read(archive: ZipFile, entry: ZipInfo, most: int) -> bytes:
    with archive.open(entry) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise TooMuch
    return content


class _Word(ContentHandler):
    """Everything that a part of a Word document names: relationships, types of parts, fields."""

    def __init__(self) -> None:
        super().__init__()
        self._fields = Fields()
        self.findings = self._fields.findings
        self._is_in_instruction = False

    def startElement(self, name: str, attributes: object) -> None:
        own, given = _without_prefixes(name, attributes)
        self._is_in_instruction = own in {"instrText", "delInstrText"}
        if own == "Relationship":
            self._points_to(given.get("Type", ""), given.get("TargetMode", ""))
        elif own in {"Override", "Default"}:
            self._has_type(given.get("ContentType", ""), given.get("PartName", ""))
        elif own == "altChunk":
            self.findings.add(Finding.FILE_INSIDE)
        elif own == "ddeLink":
            self.findings.add(Finding.DDE)
        elif own == "fldSimple":
            self._fields.begin()
            self._fields.write(given.get("instr", ""))
            self._fields.end()
        elif own == "fldChar" and given.get("fldCharType") == "begin":
            self._fields.begin()
        elif own == "fldChar" and given.get("fldCharType") == "end":
            self._fields.end()

    def characters(self, content: str) -> None:
        if self._is_in_instruction:
            self._fields.write(content)

    def endElement(self, name: str) -> None:
        self._is_in_instruction = False

    def endDocument(self) -> None:
        self._fields.end_all()

    def _has_type(self, content_type: str, part: str) -> None:
        """A program is known by its type, whatever the part that holds it is called."""
        content_type = content_type.lower()
        if "macroenabled" in content_type or any(part in content_type for part in _MACROS):
            self.findings.add(Finding.MACROS)
        if content_type.endswith("+xml") and part and not part.lower().endswith((".xml", ".rels")):
            raise HiddenPart

    def _points_to(self, relation: str, mode: str) -> None:
        """A link that a reader presses fetches nothing; all else is fetched as it is opened."""
        relation = relation.lower().rpartition("/")[2]
        if mode.lower() != "external":
            self.findings |= _HELD.get(relation, frozenset())
        elif relation != "hyperlink":
            self.findings.add(_FETCHED.get(relation, Finding.FETCHES_OTHER))


class _OpenDocument(ContentHandler):
    """Everything that the text or the styles of an OpenDocument name."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: set[Finding] = set()

    def startElement(self, name: str, attributes: object) -> None:
        own, given = _without_prefixes(name, attributes)
        address = given.get("href", "").strip()
        if own in _ELEMENTS:
            self.findings.add(_ELEMENTS[own])
        elif _OFFICE_PROGRAM.match(address):
            self.findings.add(Finding.MACROS)
        elif own == "template":  # a writer notes where its own was: on the same machine mostly
            self.findings |= {Finding.FETCHES_TEMPLATE} if ELSEWHERE.search(address) else set()
        elif own == "submission" and OUTSIDE.match(given.get("action", "").strip()):
            self.findings.add(Finding.SENDS_FORM)
        elif OUTSIDE.match(address) and own != "a":
            is_picture = own in {"image", "background-image", "fill-image"}
            self.findings.add(Finding.FETCHES_PICTURE if is_picture else Finding.FETCHES_OTHER)


def _without_prefixes(name: str, attributes: object) -> tuple[str, dict[str, str]]:
    """An element's name and attributes without prefixes, which each document chooses for itself."""
    items = attributes.items()  # type: ignore[attr-defined]
    return name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in items}
