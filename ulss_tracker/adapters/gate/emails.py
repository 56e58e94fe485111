"""Emails as files: told from their headers, and their words."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from ulss_tracker.adapters.gate.file_types import Finding

_MOST_HEADERS = 64 * 1024
_HEADER = re.compile(rb"(?m)^(From|MIME-Version|Message-ID|Received|Date):", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")


def is_email(content: bytes) -> bool:
    """Whether it begins with the headers that every email sent by a program has."""
    head = re.split(rb"\r?\n\r?\n", content[:_MOST_HEADERS], maxsplit=1)[0]
    names = {match.group(1).lower() for match in _HEADER.finditer(head)}
    return re.match(rb"[A-Za-z-]{2,60}:", head) is not None and (
        b"from" in names and len(names) >= 3
    )


def findings(content: bytes) -> frozenset[Finding]:
    """Whether there are files in it."""
    inside = b"attachment" in content.lower() and any(_parse(content).iter_attachments())
    return frozenset({Finding.FILE_INSIDE} if inside else ())


def message_text(content: bytes) -> str:
    """The sender, the recipients, the date, the subject and the text of an email, and its files."""
    message = _parse(content)
    lines = [f"{name}: {message.get(name, '')}" for name in ("From", "To", "Date", "Subject")]
    names = [each.get_filename() or "no name" for each in message.iter_attachments()]
    if names:
        lines.append(f"Files with it, not shown here: {', '.join(names)}")
    body = message.get_body(("plain", "html"))
    text = "" if body is None else str(body.get_content())
    if body is not None and body.get_content_type() == "text/html":
        text = _TAG.sub("", text)
    return "\n".join([*lines, "", text])


def _parse(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)
