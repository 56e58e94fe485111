"""Word's and OpenDocument's texts, which are archives: what they hold tells which."""

import io
import struct
from collections.abc import Iterator
from xml.sax.handler import ContentHandler  # nosec B406 - defusedxml parses
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.sax import parseString

from ulss_tracker.adapters.gate import web_text
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


class TooMuch(ValueError):
    """The archive holds more than may be looked at."""


def look(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    """Tell which document the archive is, and what it runs, fetches or holds.

    Raises `TooMuch`, and what its parsers raise of one that is damaged.
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
        findings |= handler.found
    return frozenset(findings)


def _parts(archive: ZipFile, kind: FileType) -> Iterator[tuple[bytes, bool]]:
    """The parts to be read, and of each whether it is a drawing (SVG), within `MOST_XML`."""
    left = MOST_XML
    for entry in archive.infolist():
        name = entry.filename.lower()
        is_drawing = name.endswith(".svg")
        is_wanted = (
            name.endswith(".rels")
            or name == "[content_types].xml"
            or (name.startswith("word/") and name.count("/") == 1)
            if kind is FileType.DOCX
            else name in {"content.xml", "styles.xml"}
        )
        is_xml = is_wanted and name.endswith((".xml", ".rels"))
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
    """Everything that a part of a Word document names: relationships, and the words of fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[Finding] = set()
        self._field: list[str] = []
        self._is_in_field = False

    def startElement(self, name: str, attributes: object) -> None:
        own = name.rpartition(":")[2]
        items = attributes.items()  # type: ignore[attr-defined]
        given = {key.rpartition(":")[2]: value for key, value in items}
        if own == "Relationship" and given.get("TargetMode", "").lower() == "external":
            self._points_to(given.get("Type", "").lower())
        elif own in {"fldSimple", "ddeLink"}:
            self._is_dde(given.get("instr", "DDE" if own == "ddeLink" else ""))
        elif own == "fldChar" and given.get("fldCharType") == "begin":
            self._field = []
        self._is_in_field = own == "instrText"
        if (
            own in {"Override", "Default"}
            and "macroenabled" in given.get("ContentType", "").lower()
        ):
            self.found.add(Finding.MACROS)

    def characters(self, content: str) -> None:
        if self._is_in_field and len(self._field) < 1_000:
            self._field.append(content)

    def endElement(self, name: str) -> None:
        if name.endswith("instrText"):
            self._is_in_field = False
            self._is_dde("".join(self._field)[:2_000])

    def _is_dde(self, instruction: str) -> None:
        if instruction.strip().upper().startswith("DDE"):
            self.found.add(Finding.DDE)
        elif "://" in instruction and "INCLUDEPICTURE" in instruction.upper():
            self.found.add(Finding.FETCHES_PICTURE)

    def _points_to(self, kind: str) -> None:
        """A link that a reader presses fetches nothing; all else is fetched as it is opened."""
        if kind.endswith("/hyperlink"):
            return
        self.found.add(
            {
                "attachedtemplate": Finding.FETCHES_TEMPLATE,
                "image": Finding.FETCHES_PICTURE,
                "oleobject": Finding.PROGRAM,
            }.get(kind.rpartition("/")[2], Finding.FETCHES_OTHER)
        )


class _OpenDocument(ContentHandler):
    """Everything that the text or the styles of an OpenDocument name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[Finding] = set()

    def startElement(self, name: str, attributes: object) -> None:
        address = dict(attributes.items()).get("xlink:href", "")  # type: ignore[attr-defined]
        if name in {"office:dde-source", "text:dde-connection", "text:dde-connection-decl"}:
            self.found.add(Finding.DDE)
        elif name == "script:event-listener":
            self.found.add(Finding.MACROS)
        elif "://" in address and name != "text:a":
            is_picture = name in {"draw:image", "style:background-image", "draw:fill-image"}
            self.found.add(Finding.FETCHES_PICTURE if is_picture else Finding.FETCHES_OTHER)
