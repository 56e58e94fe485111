"""Fetching the mailbox: a job. Each message is kept before it is moved on the server."""

import time
from dataclasses import replace

from ulss_tracker.adapters.mailbox import imap, reading
from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.operations import workers

LONGEST_RUN = 600.0
"""Seconds after which a run ends between two messages: a quarter of an hour without one alarms."""


def fetch() -> int:
    """Take what is in the inbox and in Junk; how many messages; none where no mailbox is set.

    Raises `ServiceFault` and `NoJail`: the job has failed then, and is tried again.
    """
    office = office_details.current()
    if office.IMAP_URL is None:
        return 0
    until = time.monotonic() + LONGEST_RUN
    return imap.fetch(
        imap.account_of(office),
        reading.read,
        _take,
        goes_on=lambda: not workers.stopping.is_set() and time.monotonic() < until,
    )


def _take(message: imap.FetchedMessage, mail: MailMessage) -> None:
    taking.take(
        message.content,
        received_at=message.received_at,
        mail=replace(mail, is_junk=message.is_junk),
    )
