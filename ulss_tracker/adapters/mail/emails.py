"""Emails, texts and letters as they are handed over, and an email as it travels."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from email_validator import EmailNotValidError, validate_email

from ulss_tracker.adapters.mail.mail_errors import AddressRefused

# One plain address: nothing that a header would read as two, as a name or as a new line.
_ADDRESS = re.compile(r"[^\s@,:;<>()\[\]\\\"]+@[^\s@,:;<>()\[\]\\\"]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an email."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """One email in plain text. `message_id` is the same each time the same message is sent.

    One that a person wrote is not marked as a program's (`is_automatic`). `thread` are the
    Message-IDs of the conversation that it goes on with, the message it answers last.
    `may_have_gone`: an earlier try may have been taken without anybody recording it.
    """

    sender: str
    recipient: str
    subject: str
    body: str
    language: str
    message_id: str
    written_at: datetime
    may_have_gone: bool = False
    attachments: tuple[Attachment, ...] = ()
    is_automatic: bool = True
    thread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text message to a mobile number. `reference` is the same each time it is sent.

    `may_have_gone`: an earlier try may have been taken without anybody recording it.
    """

    recipient: str
    body: str
    reference: str
    may_have_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedLetter:
    """One letter to be printed and posted. `reference` is the same each time it is handed over.

    `address` is whom the PDF is addressed to, `postage` the class: `first` or `second`.
    """

    pdf: bytes
    address: str
    postage: str
    reference: str


Sendable = Email | Text | PostedLetter
"""Whatever the outbox hands over."""


def with_plain_domain(address: str) -> str:
    """The address with its domain as every server takes it: café.org is xn--caf-dma.org."""
    if address.isascii():
        return address
    try:
        known = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return address
    return f"{known.local_part}@{known.ascii_domain}"


def as_message(email: Email) -> EmailMessage:
    """The email as it travels: UTF-8, its language named, marked where a machine wrote it.

    Raises `AddressRefused` for a recipient that is not an address, or that carries a line break.
    """
    from email.policy import SMTP

    if _ADDRESS.fullmatch(email.recipient) is None:
        raise AddressRefused("This is not an email address")
    message = EmailMessage(policy=SMTP)
    message.set_content(email.body, charset="utf-8", cte="quoted-printable")
    for attachment in email.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=attachment.name
        )
    message["To"] = email.recipient
    message["From"] = email.sender
    message["Subject"] = email.subject
    message["Date"] = email.written_at
    message["Message-ID"] = email.message_id
    message["Content-Language"] = email.language
    if email.thread:
        message["In-Reply-To"] = email.thread[-1]
        message["References"] = " ".join(email.thread)
    if email.is_automatic:  # RFC 3834: no "out of office" answers to a machine
        message["Auto-Submitted"] = "auto-generated"
    return message
