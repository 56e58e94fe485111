"""The container of the older Office formats and of Outlook's messages: one table of contents."""

import io

import olefile

from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted

_ENCRYPTED = 0x01  # in the twelfth byte of a Word document's first block
_MESSAGE = "__substg1.0_"
_ATTACHMENT = "__attach_version1.0_"


def look(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    """Tell which document the container holds. Its table of contents is UTF-16."""
    nothing: frozenset[Finding] = frozenset()
    if _has(content, "EncryptedPackage"):
        return Unwanted.ENCRYPTED, nothing
    if _has(content, "WordDocument"):
        return _word(content)
    if _has(content, _MESSAGE):
        inside = {Finding.FILE_INSIDE} if _has(content, _ATTACHMENT) else set()
        return FileType.OUTLOOK, frozenset(inside)
    return Unwanted.UNKNOWN, nothing


def _word(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            beginning = container.openstream("WordDocument").read(12)
        if len(beginning) == 12 and beginning[11] & _ENCRYPTED:
            return Unwanted.ENCRYPTED, frozenset()
    except (OSError, ValueError, IndexError, TypeError):
        pass  # LibreOffice says later whether it can be opened after all
    found = set()
    if _has(content, "_VBA_PROJECT") or _has(content, "Macros"):
        found.add(Finding.MACROS)
    if _has(content, "ObjectPool"):
        found.add(Finding.PROGRAM)
    if b"DDEAUTO" in content or _has(content, "DDEAUTO"):
        found.add(Finding.DDE)
    return FileType.DOC, frozenset(found)


def message_text(content: bytes) -> str:
    """The sender, the recipients, the subject and the text of an Outlook message."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        lines = [
            f"{name}: {_property(container, code)}"
            for name, code in (("From", "0C1A"), ("To", "0E04"), ("Subject", "0037"))
        ]
        return "\n".join([*lines, "", _property(container, "1000")])


def _property(container: olefile.OleFileIO, code: str) -> str:
    for ending, encoding in (("001F", "utf-16-le"), ("001E", "cp1252")):
        name = f"{_MESSAGE}{code}{ending}"
        if container.exists(name):
            text: str = container.openstream(name).read().decode(encoding, "replace")
            return text
    return ""


def _has(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content
