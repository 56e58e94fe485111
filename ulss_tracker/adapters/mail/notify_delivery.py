"""GOV.UK Notify's limit on files and its states of a message, without its library."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes: Notify takes no larger file."""


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A text that somebody sent back, from which number and when."""

    number: str
    words: str
    at: datetime


class Delivery(StrEnum):
    """The state of an email or a text that Notify took."""

    ON_ITS_WAY = "on its way"
    DELIVERED = "delivered"
    NO_SUCH_ADDRESS = "no such address"
    MAILBOX_TROUBLE = "mailbox trouble"
    NOTIFY_TROUBLE = "Notify trouble"

    @property
    def words(self) -> str:
        """Say it to a caseworker, with what to do."""
        return {
            Delivery.ON_ITS_WAY: "On its way",
            Delivery.DELIVERED: "Delivered",
            Delivery.NO_SUCH_ADDRESS: (
                "The address does not exist. Check it with the person, or reach them another way"
            ),
            Delivery.MAILBOX_TROUBLE: (
                "The mailbox did not take it for three days. Try again, or reach them another way"
            ),
            Delivery.NOTIFY_TROUBLE: "GOV.UK Notify could not send it. Try again",
        }[self]

    @property
    def words_of_text(self) -> str:
        """Say the same of a text."""
        return {
            Delivery.NO_SUCH_ADDRESS: (
                "The number does not exist, or its network refused the text. Telephone them, and "
                "check it"
            ),
            Delivery.MAILBOX_TROUBLE: (
                "The phone was off, had no signal or was full for three days. Telephone them"
            ),
        }.get(self, self.words)
