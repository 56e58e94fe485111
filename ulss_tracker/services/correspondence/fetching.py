"""Fetching the mailbox: a job. Each message is kept before it is moved on the server."""

from datetime import datetime

from ulss_tracker.adapters.mailbox import imap
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence import taking

MOST_AT_ONCE = 50
"""Messages of one run: the next begins within a minute."""


def fetch() -> int:
    """Take what is in the inbox; how many messages it was; none where no mailbox is set.

    Raises `imap.Unreachable` and `NoJail`: the job has failed then, and is tried again.
    """
    office = office_details.current()
    if office.IMAP_URL is None:
        return 0
    token = office.IMAP_TOKEN_FILE.read_text().strip() if office.IMAP_TOKEN_FILE else ""
    account = imap.Account(office.IMAP_URL, token, office.IMAP_TAKEN_FOLDER)
    return imap.fetch(account, _take, most=MOST_AT_ONCE)


def _take(content: bytes, received_at: datetime) -> None:
    taking.take(content, received_at=received_at)
