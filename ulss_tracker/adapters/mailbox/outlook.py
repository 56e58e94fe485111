"""Formats that only Outlook writes: messages as .msg files, and winmail.dat (TNEF) inside an email.

Why these libraries, and their licences: docs/adr/0017-reading-the-mailbox.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oxmsg import Message as OutlookMessage

from ulss_tracker.adapters.mailbox import charsets, safe_page, web_page
from ulss_tracker.adapters.mailbox.message import Address, Attachment, Fault, MailMessage

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_LONGEST_TEXT = 200_000
_MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """The contents of a winmail.dat."""

    text: str
    html: str
    files: tuple[Attachment, ...]


def is_message(content: bytes) -> bool:
    """Whether it is in the container of Outlook's messages."""
    return content.startswith(_OLE)


def read(content: bytes, read_headers: Callable[[bytes], MailMessage]) -> MailMessage:
    """Read a .msg file; `read_headers` reads the internet headers that it kept, where it did."""
    # Loaded where it is needed: few messages are of this kind, and every worker would hold it.
    from oxmsg import Message as OutlookMessage

    try:
        return _read(OutlookMessage.load(content), read_headers)
    except Exception:  # whatever a broken container makes the library raise
        return MailMessage(faults=(Fault.NOT_A_MESSAGE,))


def _read(message: "OutlookMessage", read_headers: Callable[[bytes], MailMessage]) -> MailMessage:
    lines = "".join(f"{name}: {value}\n" for name, value in message.message_headers.items())
    headers = read_headers(lines.encode("utf-8", "replace") + b"\n")
    sent_at = headers.sent_at or (
        message.sent_date.replace(tzinfo=message.sent_date.tzinfo or UTC)
        if message.sent_date
        else None
    )
    html = message.html_body or ""
    text = message.body or web_page.words(html)
    return MailMessage(
        message_id=headers.message_id,
        sender=headers.sender if headers.sender.email else _sender(message.sender or ""),
        reply_to=headers.reply_to,
        to=tuple(Address(one.name, one.email_address) for one in message.recipients[:50]),
        subject=message.subject or headers.subject,
        sent_at=sent_at,
        in_reply_to=headers.in_reply_to,
        references=headers.references,
        text=charsets.clean(text[:_LONGEST_TEXT].replace("\r\n", "\n")),
        html=safe_page.clean(charsets.clean(html[:_LONGEST_TEXT])),
        attachments=tuple(
            Attachment(one.file_name or "file", one.mime_type or "", one.file_bytes or b"")
            for one in message.attachments[:_MOST_FILES]
        ),
        headers=headers.headers,
        faults=() if sent_at else (Fault.NO_DATE,),
    )


def _sender(said: str) -> Address:
    name, _, email = said.rpartition("<")
    return Address(name.strip(' "'), email.strip(" >") if "@" in email else "")


def open_winmail(content: bytes) -> Opened | None:
    """Open a winmail.dat; None where it cannot be."""
    from tnefparse import TNEF

    try:
        tnef = TNEF(content, do_checksum=False)
        text, html = _text(tnef.body), _text(tnef.htmlbody)
        files = tuple(
            Attachment(_text(one.long_filename()) or _text(one.name) or "file", "", bytes(one.data))
            for one in tnef.attachments[:_MOST_FILES]
        )
    except Exception:  # whatever a broken file makes the library raise
        return None
    return Opened(text, html, files) if text or html or files else None


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return charsets.decode(value, None).replace("\x00", "")
    return charsets.clean(value) if isinstance(value, str) else ""
