"""The mailbox on its server, by IMAP over TLS: each message fetched whole, and moved when taken.

A message that is not taken stays in the inbox, so nothing is lost by a process that dies; one that
was taken and not moved comes again, and is the same. Moving marks it on every server alike, and
for whoever looks into the mailbox with another program.
"""

import imaplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import mktime
from urllib.parse import SplitResult, unquote, urlsplit

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

SECONDS = 30.0
"""For each word with the server."""

_PORTS = {"imaps": 993, "starttls": 143, "imap": 143}
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_INBOX = "INBOX"


class Unreachable(Exception):
    """The server does not answer, refuses the sign-in, or breaks off; it is tried again."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the mailbox is. With a `token` sign-in is by XOAUTH2, else by the address's password.

    `url`: imaps://user:password@host:993, or starttls://; imap:// to this machine alone. Taken
    messages are moved to `taken_folder`.
    """

    url: str = field(repr=False)
    token: str = field(default="", repr=False)
    taken_folder: str = "Taken"


def fetch(account: Account, take: Callable[[bytes, datetime], None], *, most: int) -> int:
    """Hand over up to `most` messages of the inbox, the oldest first, with the server's time.

    Each is moved once `take` has come back. What `take` raises ends the fetching, with the message
    still in the inbox. Gives how many were moved. Raises `Unreachable`; `ValueError` for a wrong
    address.
    """
    parts = _checked(account.url)
    try:
        with _signed_in(parts, account) as mailbox:
            if not mailbox.folder.exists(account.taken_folder):
                mailbox.folder.create(account.taken_folder)
            numbers = mailbox.uids()[:most]
            for number in numbers:
                content, received_at = _whole(mailbox, number)
                take(content, received_at)
                mailbox.move(number, account.taken_folder)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as fault:
        # The server's own words may repeat what was sent to it.
        raise Unreachable(type(fault).__name__) from None
    return len(numbers)


def _signed_in(parts: SplitResult, account: Account) -> BaseMailBox:
    mailbox = _connection(parts)
    user = unquote(parts.username or "")
    try:
        if account.token:
            return mailbox.xoauth2(user, account.token, _INBOX)
        return mailbox.login(user, unquote(parts.password or ""), _INBOX)
    except BaseException:
        mailbox.client.shutdown()
        raise


class _StartTls(MailBoxStartTls):
    """Begins in the clear and goes on encrypted, or closes the connection."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            client.shutdown()
            raise
        return client


def _connection(parts: SplitResult) -> BaseMailBox:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    if parts.scheme == "imap":
        return MailBoxUnencrypted(host, port, timeout=SECONDS)
    trusted = ssl.create_default_context()
    if parts.scheme == "starttls":
        return _StartTls(host, port, timeout=SECONDS, ssl_context=trusted)
    return MailBox(host, port, timeout=SECONDS, ssl_context=trusted)


def _whole(mailbox: BaseMailBox, number: str) -> tuple[bytes, datetime]:
    """The bytes of a message, not marked as read, and when the server had it."""
    status, answer = mailbox.client.uid("fetch", number, "(INTERNALDATE BODY.PEEK[])")
    parts = [part for part in answer if isinstance(part, tuple)] if status == "OK" else []
    if not parts:
        raise imaplib.IMAP4.error("no message")
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
