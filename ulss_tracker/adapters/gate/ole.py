"""The container of the older Office formats and of Outlook's messages: one table of contents."""

import io
import re

import olefile

from ulss_tracker.adapters.gate import emails, web_text
from ulss_tracker.adapters.gate.fields import Fields
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted

_ENCRYPTED = 0x01  # in the twelfth byte of a Word document's first block
# A field's instruction, from the mark where it begins to the next mark.
_FIELDS = {
    rb"\x13([\x09-\xff]{3,500}?)[\x13-\x15]": "cp1252",
    rb"\x13\x00((?:[^\x13-\x15]\x00){3,500}?)[\x13-\x15]\x00": "utf-16-le",
}
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
        return FileType.OUTLOOK, _in_message(content)
    return Unwanted.UNKNOWN, nothing


def _word(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            beginning = container.openstream("WordDocument").read(12)
        if len(beginning) == 12 and beginning[11] & _ENCRYPTED:
            return Unwanted.ENCRYPTED, frozenset()
    except (OSError, ValueError, IndexError, TypeError):
        pass  # LibreOffice says later whether it can be opened after all
    findings = set()
    if _has(content, "_VBA_PROJECT") or _has(content, "Macros"):
        findings.add(Finding.MACROS)
    if _has(content, "ObjectPool"):
        findings.add(Finding.PROGRAM)
    return FileType.DOC, frozenset(findings | _fields(content))


def _fields(content: bytes) -> set[Finding]:
    """The findings of the fields in the text, which is in one byte a letter or in two."""
    fields = Fields()
    for pattern, encoding in _FIELDS.items():
        for instruction in re.findall(pattern, content):
            fields.begin()
            fields.write(instruction.decode(encoding, "replace"))
            fields.end()
    return fields.findings


def _in_message(content: bytes) -> frozenset[Finding]:
    """Whether there are files in the message, and what its HTML runs, fetches or sends."""
    findings = {Finding.FILE_INSIDE} if _has(content, _ATTACHMENT) else set()
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            findings |= web_text.findings(_html(container))
    except (OSError, ValueError, IndexError, TypeError):
        pass  # the maker of safe copies says later whether it can be opened after all
    return frozenset(findings)


def message_text(content: bytes) -> str:
    """The sender, the recipients, the subject and the text of an Outlook message, and its files."""
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        lines = [
            f"{name}: {_property(container, code)}"
            for name, code in (("From", "0C1A"), ("To", "0E04"), ("Subject", "0037"))
        ]
        lines += emails.names_of_files(_names_of_files(container))
        text = _property(container, "1000") or web_text.words(_html(container))
        return "\n".join([*lines, "", text])


def _names_of_files(container: olefile.OleFileIO) -> list[str]:
    """The long name of each file in the message, or its short one."""
    own = {path[0] for path in container.listdir() if path[0].startswith(_ATTACHMENT)}
    return [
        _property(container, "3707", f"{each}/") or _property(container, "3704", f"{each}/")
        for each in sorted(own)
    ]


def _html(container: olefile.OleFileIO) -> str:
    return _property(container, "1013")


def _property(container: olefile.OleFileIO, code: str, within: str = "") -> str:
    for ending, encoding in (("001F", "utf-16-le"), ("001E", "cp1252"), ("0102", "utf-8")):
        name = f"{within}{_MESSAGE}{code}{ending}"
        if container.exists(name):
            text: str = container.openstream(name).read().decode(encoding, "replace")
            return text
    return ""


def _has(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content
