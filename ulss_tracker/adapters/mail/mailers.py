"""Email: how one message is handed to a mail server, or written to a file where there is none.

Nothing raised here carries an address or a word of a message: mail servers repeat addresses in
their answers, so those answers are reduced to their number.
"""

import hashlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

SECONDS_TO_WAIT = 20
# A server may look through a message before it says that it took it. Giving up sooner is what sends
# a message twice.
SECONDS_TO_BE_TAKEN = 180
_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_PERMANENT = range(500, 600)
_CLOSING = 421
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


class MailError(Exception):
    """The message was not taken; the message says why, in words without personal data."""


class ServerTrouble(MailError):
    """The mail server cannot be used at the moment: trying another message is no use."""


class NotTaken(MailError):
    """The server is there and did not take this message; it may later."""


class MayHaveGone(NotTaken):
    """The server had the message and never said whether it took it: another try may be a second."""


class AddressRefused(MailError):
    """The server says this address will never work, or it is not an address."""


class NoWay(MailError):
    """Nothing is set up here by which this kind of message could go."""


class Mailer(Protocol):
    """Something that emails are handed to, used as a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def send(self, email: Email) -> str:
        """Hand the email over; gives the taker's own id for it, or "".

        Raises one of the `MailError` kinds when it was not taken.
        """


def mailer(smtp_url: str | None, directory: Path) -> Mailer:
    """The mail server at `smtp_url`; where there is none, files written into `directory`.

    Raises ValueError when the address is not one of smtp://, starttls:// and smtps://, or would
    send a password over the network in the clear.
    """
    return SmtpMailer(smtp_url) if smtp_url else FileMailer(directory)


class _DidNotSay(Exception):
    """The connection was lost, or nothing was said for too long, with the message handed over."""


class _Server(smtplib.SMTP):
    """Tells losing the connection with the message in it from losing it before."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand the message over. Raises `_DidNotSay`."""
        self._wait(SECONDS_TO_BE_TAKEN)
        try:
            return super().data(msg)
        except smtplib.SMTPDataError:
            raise
        except OSError:  # smtplib's own for a lost connection among them
            raise _DidNotSay from None
        finally:
            self._wait(SECONDS_TO_WAIT)

    def _wait(self, seconds: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(seconds)


class _EncryptedServer(_Server, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""


class SmtpMailer:
    """A mail server. One connection serves every email of one `with` block, opened when needed.

    `smtp://` is for a server on this machine or a trusted network, `starttls://` begins in the
    clear and refuses to go on without encryption, `smtps://` is encrypted from the start.
    """

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None

    def send(self, email: Email) -> str:
        """Hand the email to the server. Raises one of the `MailError` kinds."""
        message = as_message(email)
        try:
            if self._server is None:
                self._server = self._connect()
            _hand_over(self._server, email.recipient, message)
        except _DidNotSay:
            self._drop()
            raise MayHaveGone("The mail server did not say whether it took the message") from None
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            self._check_open(code)
            kind = AddressRefused if code in _PERMANENT else NotTaken
            raise kind(f"The mail server refused the address ({code})") from None
        except smtplib.SMTPDataError as error:
            self._check_open(error.smtp_code)
            raise NotTaken(
                f"The mail server did not take the message ({error.smtp_code})"
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise NotTaken("The mail server cannot send to this kind of address") from None
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise ServerTrouble(f"The mail server answered {error.smtp_code}") from None
        except ssl.SSLError:
            self._drop()
            raise ServerTrouble("The mail server's encryption could not be trusted") from None
        except (smtplib.SMTPException, OSError):
            self._drop()
            raise ServerTrouble("The mail server did not answer") from None
        return ""

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self._url.scheme == "smtps":
            server = _EncryptedServer(host, port, timeout=SECONDS_TO_WAIT, context=context)
        else:
            server = _Server(host, port, timeout=SECONDS_TO_WAIT)
        try:
            if self._url.scheme == "starttls":
                server.starttls(context=context)
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except smtplib.SMTPNotSupportedError:
            server.close()
            raise ServerTrouble(
                "The mail server does not offer the encryption or sign-in that SMTP_URL asks for"
            ) from None
        except BaseException:
            server.close()
            raise
        return server

    def _check_open(self, code: int) -> None:
        """Raise `ServerTrouble` when the server said that it is closing the connection."""
        if code == _CLOSING:
            self._drop()
            raise ServerTrouble(f"The mail server answered {code}") from None

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


class FileMailer:
    """For a machine with no mail server: each email becomes a file that a mail program opens.

    The file's name has the time and part of the message's own name, and nothing about a person;
    the same message written twice is one file.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __enter__(self) -> Self:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def send(self, email: Email) -> str:
        """Write the email to its file. Raises `ServerTrouble` when that cannot be done."""
        message = as_message(email)
        own = hashlib.sha256(email.message_id.encode()).hexdigest()[:12]
        path = self._directory / f"{email.written_at:%Y%m%dT%H%M%SZ}-{own}.eml"
        unfinished = path.with_suffix(".part")
        try:
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(path)
        except OSError:
            raise ServerTrouble("The email could not be written to its file") from None
        return ""


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
    for each in email.attachments:
        main, _, sub = each.media_type.partition("/")
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.name)
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


def _hand_over(server: smtplib.SMTP, recipient: str, message: EmailMessage) -> None:
    """As smtplib's own `send_message`, which would write ">From" where a line begins with From."""
    from email.policy import SMTP

    server.ehlo_or_helo_if_needed()
    beyond_ascii = not recipient.isascii()
    if beyond_ascii and not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError
    server.sendmail(
        message["From"].addresses[0].addr_spec,
        [recipient],
        message.as_bytes(policy=SMTP.clone(utf8=beyond_ascii)),
        mail_options=["SMTPUTF8"] if beyond_ascii else [],
    )


def _checked(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("SMTP_URL must look like smtp://host:25, starttls:// or smtps://")
    if parts.scheme == "smtp" and parts.username and parts.hostname not in _THIS_MACHINE:
        raise ValueError(
            "SMTP_URL would send its password in the clear: use starttls:// or smtps://"
        )
    return parts
