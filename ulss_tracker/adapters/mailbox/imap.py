"""The mailbox on its server, by IMAP over TLS: each message fetched whole, and moved when taken.

A message that is not taken stays where it is, so nothing is lost by a process that dies; one that
was taken and not moved comes again, and is the same. Moving marks it on every server alike, and
for whoever looks into the mailbox with another program.
"""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, pairwise
from pathlib import Path
from time import mktime
from typing import TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from config import Office
from ulss_tracker.adapters.mailbox import tokens
from ulss_tracker.errors import ServiceFault

Result = TypeVar("Result")

SECONDS = 30.0
"""For each word with the server."""
MOVED_TOGETHER = 20
"""Messages moved by one word with the server: each word costs the way there and back."""

_PORTS = {"imaps": 993, "starttls": 143, "imap": 143}
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_INBOX = "INBOX"
_JUNK_NAMES = frozenset({"Junk", "Junk Email", "Spam"})
_REFUSED = {
    False: "The mail server refused the user or the password of IMAP_URL. Correct them there; "
    "Microsoft 365 and Google take no password: set IMAP_TOKEN_FILE",
    True: "The mail server refused the token for the user of IMAP_URL. Give the application the "
    "right to open this mailbox by IMAP, at whoever gives out the tokens",
}


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is. With a `token_file` sign-in is by XOAUTH2, else by the password.

    `url`: imaps://user:password@host:993, or starttls://; imap:// to this machine alone. Taken
    messages are moved to `taken_folder`.
    """

    url: str = field(repr=False)
    token_file: Path | None = None
    taken_folder: str = "Taken"


def account_of(office: Office) -> Account:
    """The mailbox of the settings, which must name one."""
    return Account(str(office.IMAP_URL), office.IMAP_TOKEN_FILE, office.IMAP_TAKEN_FOLDER)


@dataclass(frozen=True, slots=True)
class FetchedMessage:
    """A message as the server has it, under its number there, with the time it reached the server.

    `is_junk` says that the server took it for unwanted mail.
    """

    number: str
    content: bytes = field(repr=False)
    received_at: datetime
    is_junk: bool


def fetch(
    account: Account,
    read: Callable[[bytes], Result],
    take: Callable[[FetchedMessage, Result], object],
    *,
    goes_on: Callable[[], bool],
) -> int:
    """Hand over the messages of the inbox, then of Junk, the oldest first, while it `goes_on`.

    `take` has each with what `read` made of it, in a thread beside, while the one before was taken.
    Each is moved once `take` has come back. What either raises ends the fetching, with the message
    still where it was. Gives how many were taken. Raises `ServiceFault`; `ValueError` for a wrong
    address.
    """
    count = 0
    with _opened(account) as mailbox:
        if not mailbox.folder.exists(account.taken_folder):
            mailbox.folder.create(account.taken_folder)
        for folder in (_INBOX, *_junk_folders(mailbox)):
            mailbox.folder.set(folder)
            messages = _messages(mailbox, goes_on, is_junk=folder != _INBOX)
            taken: list[str] = []
            try:
                for message, result in _read_ahead(messages, read):
                    take(message, result)
                    count += 1
                    taken.append(message.number)
                    if len(taken) == MOVED_TOGETHER:
                        mailbox.move(taken, account.taken_folder)
                        taken.clear()
            finally:
                mailbox.move(taken, account.taken_folder)
    return count


def ring(account: Account) -> None:
    """See that the mailbox opens. Raises as `fetch`."""
    with _opened(account):
        pass


@contextmanager
def _opened(account: Account) -> Iterator[BaseMailBox]:
    parts = _checked(account.url)
    try:
        with _signed_in(parts, account) as mailbox:
            yield mailbox
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as fault:
        raise ServiceFault(_what_to_do(fault)) from None


def _read_ahead(
    messages: Iterator[FetchedMessage], read: Callable[[bytes], Result]
) -> Iterator[tuple[FetchedMessage, Result]]:
    """Each message with what was read of it; the next is being read meanwhile."""
    with ThreadPoolExecutor(1) as reader:
        being_read = ((message, reader.submit(read, message.content)) for message in messages)
        end: list[tuple[FetchedMessage, Future[Result]] | None] = [None]
        for current, _next in pairwise(chain(being_read, end)):
            if current is not None:
                yield current[0], current[1].result()


def _messages(
    mailbox: BaseMailBox, goes_on: Callable[[], bool], *, is_junk: bool
) -> Iterator[FetchedMessage]:
    for number in mailbox.uids():
        if not goes_on():
            return
        whole = _whole(mailbox, number)
        if whole is not None:
            yield FetchedMessage(number, *whole, is_junk)


def _junk_folders(mailbox: BaseMailBox) -> list[str]:
    """Where the server puts what it takes for unwanted mail (RFC 6154), or where many do."""
    folders = mailbox.folder.list()
    return [
        folder.name for folder in folders if "\\Junk" in folder.flags or folder.name in _JUNK_NAMES
    ]


def _what_to_do(fault: Exception) -> str:
    """Why it cannot be fetched; not in the server's words, which may repeat what was sent to it."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return (
            f"The mail server's certificate is not trusted ({fault.verify_message[:60]}). Correct "
            "the host in IMAP_URL, or have this machine trust whoever signed it"
        )
    return (
        f"The mail server does not answer, or broke off ({type(fault).__name__}). Check the host, "
        "port and encryption of IMAP_URL"
    )


def _signed_in(parts: SplitResult, account: Account) -> BaseMailBox:
    user = unquote(parts.username or "")
    token = tokens.token(account.token_file, user) if account.token_file else ""
    mailbox = _connection(parts)
    try:
        with _closed_by_a_fault(mailbox.client):
            if token:
                return mailbox.xoauth2(user, token, _INBOX)
            return mailbox.login(user, unquote(parts.password or ""), _INBOX)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, ImapToolsError):
        raise ServiceFault(_REFUSED[bool(token)]) from None


@contextmanager
def _closed_by_a_fault(client: imaplib.IMAP4) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(OSError):  # it may be closed already
            client.shutdown()
        raise


class _StartTls(MailBoxStartTls):
    """Begins in the clear and goes on encrypted, or closes the connection."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        with _closed_by_a_fault(client):
            client.starttls(self._ssl_context)
        return client


def _connection(parts: SplitResult) -> BaseMailBox:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    if parts.scheme == "imap":
        return MailBoxUnencrypted(host, port, timeout=SECONDS)
    trusted = ssl.create_default_context()
    if parts.scheme == "starttls":
        return _StartTls(host, port, timeout=SECONDS, ssl_context=trusted)
    return MailBox(host, port, timeout=SECONDS, ssl_context=trusted)


def _whole(mailbox: BaseMailBox, number: str) -> tuple[bytes, datetime] | None:
    """The bytes of a message, not marked as read, and when it came; None if it is gone."""
    status, answer = mailbox.client.uid("fetch", number, "(INTERNALDATE BODY.PEEK[])")
    if status != "OK":
        raise imaplib.IMAP4.error("no message")
    parts = [part for part in answer if isinstance(part, tuple)]
    if not parts:
        return None
    said, content = parts[0][0], parts[0][1]
    tail = b"".join(part for part in answer if isinstance(part, bytes))
    stamp = imaplib.Internaldate2tuple(said) or imaplib.Internaldate2tuple(tail)
    at = datetime.fromtimestamp(mktime(stamp), UTC) if stamp else datetime.now(UTC)
    return content, at


def _checked(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname or not parts.username:
        raise ValueError("IMAP_URL must look like imaps://user:password@host:993 or starttls://")
    if parts.scheme == "imap" and parts.hostname not in _THIS_MACHINE:
        raise ValueError("IMAP_URL would send people's messages in the clear: use imaps://")
    return parts
