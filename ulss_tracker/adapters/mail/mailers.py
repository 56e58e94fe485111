"""Ways of sending an email: by the mail server, or into files where there is none."""

import hashlib
from pathlib import Path
from typing import Protocol, Self

from ulss_tracker.adapters.mail.emails import Email, as_message
from ulss_tracker.adapters.mail.mail_errors import ServerTrouble
from ulss_tracker.adapters.mail.smtp import SmtpMailer


class Mailer(Protocol):
    """Something that emails are handed to, used as a context manager."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...

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

    def __exit__(self, *_error: object) -> None:
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
