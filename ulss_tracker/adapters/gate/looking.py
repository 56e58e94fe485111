"""The process that looks at a file: `python -m ulss_tracker.adapters.gate.looking SECONDS <FILE`.

It answers with a line of JSON: the kind, what was found, or why the file is not taken. Everything
here and in the modules of the formats is linear in the length of the file, and bounded.
"""

import json
import os
import re
import sys

from ulss_tracker.adapters.gate import limits
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.plain_text import decoded

Answer = tuple[FileType | Unwanted, frozenset[Finding]]

_OTHER_PICTURES = frozenset({".heif", ".heic", ".avif", ".gif", ".tif", ".tiff", ".bmp", ".jp2"})
_WEB_PAGE = re.compile(
    r"\s{0,200}<(!doctype html|html|head|body|script|!--|iframe|table|div)", re.I
)
_PROGRAM_TEXT = re.compile(r"#!|\s{0,200}<(\?xml|svg|!doctype)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_BEGINNING = 16_384  # bytes that tell a format by its magic number


def main(longest: float) -> None:
    """Look at standard input within the limits, and say what it is."""
    limits.hold(limits.LOOKING, longest)
    with os.fdopen(os.dup(0), "rb") as file:
        kind, findings = recognise(file.read())
    is_unwanted = isinstance(kind, Unwanted)
    json.dump(
        {
            "kind": None if is_unwanted else kind.name,
            "unwanted": kind.value if is_unwanted else None,
            "findings": sorted(findings),
        },
        sys.stdout,
    )


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
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")):
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


if __name__ == "__main__":
    main(float(sys.argv[1]))
