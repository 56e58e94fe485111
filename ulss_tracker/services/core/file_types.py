"""The type of a file, told from what is in it; its name never decides.

Only formats an office can open, that hold no program and fetch nothing. A web page runs scripts
when opened, a HEIC picture cannot be cleaned of where it was taken, and an archive can hold
anything.
"""

import io
import re
import zlib
from enum import Enum
from xml.etree.ElementTree import ParseError, fromstring  # nosec B405
from zipfile import BadZipFile, ZipFile

import puremagic


class FileType(Enum):
    """A format the office takes: its media type, and the name endings that fit it."""

    PDF = ("application/pdf", (".pdf",))
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx",),
    )
    DOC = ("application/msword", (".doc",))
    ODT = ("application/vnd.oasis.opendocument.text", (".odt",))
    RTF = ("application/rtf", (".rtf",))
    TEXT = ("text/plain", (".txt", ".text"))
    JPEG = ("image/jpeg", (".jpg", ".jpeg"))
    PNG = ("image/png", (".png",))
    WEBP = ("image/webp", (".webp",))

    @property
    def media_type(self) -> str:
        """Such as application/pdf."""
        return str(self.value[0])

    @property
    def endings(self) -> tuple[str, ...]:
        """Such as .jpg and .jpeg; the first is the usual one."""
        return tuple(self.value[1])

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class Unwanted(Enum):
    """Why a file is of no format the office takes."""

    UNKNOWN = "unknown"
    WEB_PAGE = "web page"
    OTHER_PICTURE = "picture in another format"
    HAS_PROGRAM = "macros or a program inside"
    FETCHES = "brings in a part from somewhere else"


_OTHER_PICTURES = frozenset({".heif", ".heic", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".jp2"})
_WEB_PAGE = re.compile(r"\s*<(!doctype html|html|head|body|script|!--|iframe|table|div)", re.I)
_PROGRAM_TEXT = re.compile(r"#!|\s*<(\?xml|svg|!doctype)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What a Word document may point to elsewhere: a link that a reader presses, and nothing that Word
# fetches as it opens the document (its template, a picture, a frame).
_LINK = "/hyperlink"
# In RTF: a template on another machine or in disguise, and fields that bring in a file or a page.
_RTF_FETCHES = re.compile(
    rb"\\template(?![a-z])[^{}]*?(//|\\u-?\d|\\'|\\\\\\\\)"
    rb"|(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO)[^{}]*?(//|\\\\\\\\)",
    re.I,
)
_PROGRAM_PARTS = ("vbaproject", "vbadata", "activex", "oleobject")
_LONGEST_SMALL_PART = 1_000_000


def recognise(content: bytes) -> FileType | Unwanted:
    """The format of `content` (not empty), or why it is none the office takes."""
    endings = _known_to_puremagic(content)
    if content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return FileType.PDF
    if ".docx" in endings and content.startswith(b"PK"):
        return _inside_zip(content)
    if ".doc" in endings:
        return _inside_ole(content)
    if content.startswith(b"{\\rtf"):
        return _inside_rtf(content)
    for picture in (FileType.JPEG, FileType.PNG, FileType.WEBP):
        if endings & set(picture.endings):
            return picture
    text = _text(content)
    if text is not None:
        return _kind_of_text(text)
    return Unwanted.OTHER_PICTURE if endings & _OTHER_PICTURES else Unwanted.UNKNOWN


def _known_to_puremagic(content: bytes) -> frozenset[str]:
    try:
        return frozenset(match.extension for match in puremagic.magic_string(content))
    except puremagic.PureError:
        return frozenset()


def _inside_zip(content: bytes) -> FileType | Unwanted:
    """Word's and OpenDocument's texts are archives: what they hold tells which."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = [name.lower() for name in archive.namelist()]
            types = _small_part(archive, "[Content_Types].xml")
            opendocument = _small_part(archive, "mimetype")
            fetches = any(
                _points_elsewhere(_small_part(archive, name))
                for name in archive.namelist()
                if name.lower().endswith(".rels")
            )
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError):
        return Unwanted.UNKNOWN  # damaged, encrypted or packed in a way Word does not use
    if any(part in name for name in names for part in _PROGRAM_PARTS):
        return Unwanted.HAS_PROGRAM
    if opendocument.strip() == FileType.ODT.media_type.encode():
        has_script = any(name.startswith(("basic/", "scripts/")) for name in names)
        return Unwanted.HAS_PROGRAM if has_script else FileType.ODT
    if "word/document.xml" in names:
        if b"macroenabled" in types.lower():
            return Unwanted.HAS_PROGRAM
        return Unwanted.FETCHES if fetches else FileType.DOCX
    return Unwanted.UNKNOWN


def _points_elsewhere(relationships: bytes) -> bool:
    """Whether a part of the document is to be fetched; one that cannot be read may be."""
    if not relationships:
        return False
    try:
        found = fromstring(relationships)  # noqa: S314  # nosec B314 - short, and expat stops bombs
    except ParseError:
        return True
    return any(
        each.get("TargetMode", "").lower() == "external"
        and not each.get("Type", "").lower().endswith(_LINK)
        for each in found.iter()
    )


def _inside_rtf(content: bytes) -> FileType | Unwanted:
    if b"\\objdata" in content:
        return Unwanted.HAS_PROGRAM
    return Unwanted.FETCHES if _RTF_FETCHES.search(content) else FileType.RTF


def _small_part(archive: ZipFile, name: str) -> bytes:
    """The beginning of one part, or nothing: an archive may claim to unpack to any size."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(_LONGEST_SMALL_PART)


def _inside_ole(content: bytes) -> FileType | Unwanted:
    """The older Office formats share one container, whose table of contents is UTF-16."""
    if "WordDocument".encode("utf-16-le") not in content:
        return Unwanted.UNKNOWN
    programs = ("_VBA_PROJECT", "Macros", "ObjectPool")
    if any(name.encode("utf-16-le") in content for name in programs):
        return Unwanted.HAS_PROGRAM
    return FileType.DOC


def _text(content: bytes) -> str | None:
    """`content` as text, where it is nothing but text."""
    starts_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if starts_utf16 else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _kind_of_text(text: str) -> FileType | Unwanted:
    if _WEB_PAGE.match(text):
        return Unwanted.WEB_PAGE
    return Unwanted.UNKNOWN if _PROGRAM_TEXT.match(text) else FileType.TEXT
