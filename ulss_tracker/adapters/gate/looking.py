"""Looking at a file in the jail: its kind, what was found, or why it is not taken.

Everything here and in the modules of the formats is linear in the length of the file, and bounded.
"""

import re
from pathlib import Path
from typing import Any

from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.plain_text import decoded

Answer = tuple[FileType | Unwanted, frozenset[Finding]]

_OTHER_PICTURES = frozenset({".heif", ".heic", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".jp2"})
_WEB_PAGE = re.compile(
    r"\s{0,200}<(!doctype html|html|head|body|script|!--|iframe|table|div)", re.I
)
_PROGRAM_TEXT = re.compile(r"#!|\s{0,200}<(\?xml|svg|!doctype)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# A photograph of a telephone: that of its pictures is among the first brands of its container.
_HEIC = re.compile(rb".{4}ftyp.{0,40}?hei[cx]", re.S)
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_BEGINNING = 16_384  # bytes that tell a format by its magic number


def run(content: bytes) -> tuple[dict[str, Any], list[Path]]:
    """Look at a file, and say what it is."""
    kind, findings = recognise(content)
    if isinstance(kind, Unwanted):
        return {"kind": None, "unwanted": kind, "findings": []}, []
    return {"kind": kind.name, "unwanted": None, "findings": sorted(findings)}, []


def recognise(content: bytes) -> Answer:
    """The format of `content` (not empty) and what was found in it, or why it is not taken."""
    try:
        return _by_format(content)
    except Exception:  # a parser of hostile bytes raises whatever it meets
        return Unwanted.UNREADABLE, frozenset()


def _by_format(content: bytes) -> Answer:
    """Only the module of that format is loaded: loading all takes longer than looking."""
    if content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        from ulss_tracker.adapters.gate import pdf

        return pdf.look(content)
    if content.startswith(b"PK"):
        from ulss_tracker.adapters.gate import zipped

        return zipped.look(content)
    if content.startswith(_OLE):
        from ulss_tracker.adapters.gate import ole

        return ole.look(content)
    if content.startswith(b"{\\rtf"):
        from ulss_tracker.adapters.gate import rtf

        return FileType.RTF, rtf.findings(content)
    is_picture = content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"))
    if is_picture or _HEIC.match(content):
        from ulss_tracker.adapters.gate import pictures

        return pictures.look(content)
    return _without_format(content)


def _without_format(content: bytes) -> Answer:
    text = decoded(content)
    if text is not None and not _CONTROL.search(text):
        return _kind_of_text(content, text)
    is_other = bool(_known_to_puremagic(content[:_BEGINNING]) & _OTHER_PICTURES)
    return Unwanted.OTHER_PICTURE if is_other else Unwanted.UNKNOWN, frozenset()


def _known_to_puremagic(beginning: bytes) -> frozenset[str]:
    import puremagic

    try:
        return frozenset(match.extension for match in puremagic.magic_string(beginning))
    except puremagic.PureError:
        return frozenset()


def _kind_of_text(content: bytes, text: str) -> Answer:
    if _WEB_PAGE.match(text):
        return Unwanted.WEB_PAGE, frozenset()
    if _PROGRAM_TEXT.match(text):
        return Unwanted.UNKNOWN, frozenset()
    from ulss_tracker.adapters.gate import emails

    if emails.is_email(content):
        return FileType.EMAIL, emails.findings(content)
    return FileType.TEXT, frozenset()
