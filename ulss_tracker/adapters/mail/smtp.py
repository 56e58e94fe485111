"""Handing emails to a mail server.

Mail servers repeat addresses in their answers, so those answers are reduced to their number.
"""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any, Self
from urllib.parse import SplitResult, unquote, urlsplit

from ulss_tracker.adapters.mail.emails import Email, as_message
from ulss_tracker.adapters.mail.mail_errors import (
    AddressRefused,
    MayHaveGone,
    NotTaken,
    ServerTrouble,
)

SECONDS_TO_WAIT = 20
# A server may look through a message before it says that it took it. Giving up sooner is what sends
# a message twice.
SECONDS_TO_BE_TAKEN = 180
_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_PERMANENT = range(500, 600)
_CLOSING = 421


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

    `smtp://` is for a server on this machine, `starttls://` begins in the
    clear and refuses to go on without encryption, `smtps://` is encrypted from the start.
    """

    def __init__(self, url: str) -> None:
        self._url = _checked(url)
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
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

    def ring(self) -> None:
        """Sign in, and send nothing. Raises `ServerTrouble`, and what smtplib and sockets raise."""
        self._server = self._connect()
        self._server.noop()

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
