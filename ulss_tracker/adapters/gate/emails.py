"""Emails as files: told from their headers, what is in them, and their words."""

import re
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from ulss_tracker.adapters.gate import web_text
from ulss_tracker.adapters.gate.file_types import Finding

_MOST_HEADERS = 64 * 1024
_WORDS = frozenset({"text/plain", "text/html"})
_HEADER = re.compile(rb"(?m)^(From|MIME-Version|Message-ID|Received|Date):", re.I)


def is_email(content: bytes) -> bool:
    """Whether it begins with the headers that every email sent by a program has."""
    head = re.split(rb"\r?\n\r?\n", content[:_MOST_HEADERS], maxsplit=1)[0]
    names = {match.group(1).lower() for match in _HEADER.finditer(head)}
    return re.match(rb"[A-Za-z-]{2,60}:", head) is not None and (
        b"from" in names and len(names) >= 3
    )


def findings(content: bytes) -> frozenset[Finding]:
    """Whether there are files or messages in it, and what its HTML runs, fetches or sends."""
    found: set[Finding] = set()
    for part in _parse(content).walk():
        is_words = part.get_content_type() in _WORDS and part.get_filename() is None
        if not is_words and part.get_content_maintype() != "multipart":
            found.add(Finding.FILE_INSIDE)
        if part.get_content_type() == "text/html":
            found |= web_text.findings(_text(part))
    return frozenset(found)


def message_text(content: bytes) -> str:
    """The sender, the recipients, the date, the subject and the text of an email, and its files."""
    message = _parse(content)
    lines = [f"{name}: {message.get(name, '')}" for name in ("From", "To", "Date", "Subject")]
    lines += names_of_files(
        [attachment.get_filename() for attachment in message.iter_attachments()]
    )
    body = message.get_body(("plain", "html"))
    text = "" if body is None else _text(body)
    if body is not None and body.get_content_type() == "text/html":
        text = web_text.words(text)
    return "\n".join([*lines, "", text])


def names_of_files(names: Sequence[str | None]) -> list[str]:
    """A line that says which files came with a message; none when there were none."""
    named = ", ".join(name or "no name" for name in names)
    return [f"Files with it, not shown here: {named}"] if names else []


def _text(part: Message) -> str:
    """The words of a part, also where the character set it claims is none."""
    try:
        return str(part.get_content())  # type: ignore[attr-defined]
    except (LookupError, ValueError):
        raw = part.get_payload(decode=True)
        return raw.decode("cp1252", "replace") if isinstance(raw, bytes) else ""


def _parse(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)
