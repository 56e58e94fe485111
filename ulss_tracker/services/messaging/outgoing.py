"""Handing a message over: to GOV.UK Notify, to a mail server, or to files in its place."""

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from ulss_tracker.adapters.mail import emails, mail_errors, mailers
from ulss_tracker.models import FileRole, Letter, Message, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.files import storing
from ulss_tracker.services.messaging import compose

if TYPE_CHECKING:
    from ulss_tracker.adapters.mail.notify import NotifyMailer

BUNDLE_NAME = "bundle.pdf"
NO_TEXTS = "No way to send text messages is set up here. Telephone them"


def mailer() -> mailers.Mailer:
    """GOV.UK Notify where the office uses it, else its mail server, else files."""
    own = office_details.current()
    return (
        notify_mailer() if own.NOTIFY_API_KEY else mailers.mailer(own.SMTP_URL, own.MAIL_DIRECTORY)
    )


def notify_mailer() -> "NotifyMailer":
    """GOV.UK Notify as this office is known to it."""
    from ulss_tracker.adapters.mail.notify import NotifyMailer

    own = office_details.current()
    return NotifyMailer(
        own.NOTIFY_API_KEY or "",
        own.NOTIFY_TEMPLATE_ID,
        own.NOTIFY_URL,
        file_template_id=own.NOTIFY_FILE_TEMPLATE_ID,
        text_template_id=own.NOTIFY_TEXT_TEMPLATE_ID,
    )


def hand_over(by: mailers.Mailer, what: emails.Sendable) -> str:
    """Hand it over; gives the taker's own id for it, or "".

    Raises one of the `MailError` kinds: for a text or a letter `NoWay` where none can be sent, as
    when it was written before the settings changed, and for a letter that Notify would not print.
    """
    from ulss_tracker.adapters.mail.notify import NotifyMailer

    if isinstance(what, emails.Email):
        return by.send(what)
    if isinstance(what, emails.PostedLetter):
        return _post(by, what)
    if not isinstance(by, NotifyMailer) or not office_details.current().sends_texts:
        raise mail_errors.NoWay(NO_TEXTS)
    return by.send_text(what)


def _post(by: mailers.Mailer, letter: emails.PostedLetter) -> str:
    from ulss_tracker.adapters.mail.notify import NotifyMailer
    from ulss_tracker.adapters.pdf import postal

    if not isinstance(by, NotifyMailer):
        raise mail_errors.NoWay("GOV.UK Notify is not set up here")
    if why_not := postal.why_not(letter.pdf, letter.address):
        raise mail_errors.NoWay(f"GOV.UK Notify does not post it: {why_not}")
    return by.send_letter(letter)


def name_of(message: Message) -> str:
    """The Message-ID under which a message is handed over, the same at each try."""
    # Another database, made later for the same office, has the same keys at other times.
    own_name = f"{message.once_key} {message.created_at.isoformat()}"
    domain = office_details.current().mail_domain
    return f"<{hashlib.sha256(own_name.encode()).hexdigest()[:32]}@{domain}>"


def as_it_leaves(message: Message) -> emails.Sendable:
    """The message as it is handed over, under a name that is the same at each try."""
    own = office_details.current()
    name = name_of(message)
    may_have_gone = message.tries > 1
    if message.postage:
        return emails.PostedLetter(
            pdf=_letter_of(message),
            address=message.recipient,
            postage=message.postage,
            reference=name,
        )
    if message.by_text:
        return emails.Text(
            recipient=message.recipient,
            body=compose.body_to_send(message),
            reference=name,
            may_have_gone=may_have_gone,
        )
    return emails.Email(
        sender=own.sender_of(is_neutral=message.kind in compose.NEUTRAL_KINDS),
        recipient=emails.with_plain_domain(message.recipient),
        subject=message.subject,
        body=compose.body_to_send(message),
        language=message.language,
        message_id=name,
        written_at=message.created_at,
        may_have_gone=may_have_gone,
        attachments=_attachments(message),
        is_automatic=message.kind not in compose.BY_PEOPLE,
        thread=tuple(message.thread.split()),
    )


def _letter_of(message: Message) -> bytes:
    """The PDF of the letter that the message carries, as it was issued."""
    letters = select(Letter.pdf).where(
        Letter.request_id == message.request_id, Letter.message_id == message.id
    )
    return db.session.scalar(letters) or b""


def _attachments(message: Message) -> tuple[emails.Attachment, ...]:
    """The file of the message itself, and that of the case which goes with it."""
    files = []
    if message.file_name and message.file is not None:
        files.append(emails.Attachment(message.file_name, message.file_type, message.file))
    if message.document_id and (stored := storing.find(message.document_id, FileRole.SAFE)):
        with storing.read(stored) as file:
            files.append(emails.Attachment(BUNDLE_NAME, stored.media_type, file.read()))
    return tuple(files)
