"""GOV.UK Notify's limits and its states of a message, without its library."""

from dataclasses import dataclass
from datetime import datetime

from ulss_tracker.labelled import LabelledEnum

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes: Notify takes no larger file."""
UK_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"
"""The last line of an address to which a letter does not go abroad."""


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A text that somebody sent back, from which number and when."""

    number: str
    words: str
    at: datetime


class Delivery(LabelledEnum):
    """The state of what Notify took: its word for it, and what to do."""

    ON_ITS_WAY = "sending", "On its way"
    DELIVERED = "delivered", "Delivered"
    NO_SUCH_ADDRESS = (
        "permanent-failure",
        "The address does not exist. Check it with the person, or reach them another way",
    )
    MAILBOX_TROUBLE = (
        "temporary-failure",
        "The mailbox did not take it for three days. Try again, or reach them another way",
    )
    NOTIFY_TROUBLE = "technical-failure", "GOV.UK Notify could not send it. Try again"

    # Of letters alone. Notify calls one received that is printed and in the post.
    POSTED = "received", "Posted"
    CANCELLED = "cancelled", "It was cancelled in GOV.UK Notify. Post it only if it should still go"
    NOT_CLEAN = "virus-scan-failed", "GOV.UK Notify’s virus scan refused it"
    OUTSIDE_PLACES = "validation-failed", "GOV.UK Notify says that it does not fit its pages"

    @property
    def label_of_letter(self) -> str:
        """Say the same of a letter, which a person then posts."""
        of_letters = {Delivery.CANCELLED, Delivery.NOT_CLEAN, Delivery.OUTSIDE_PLACES}
        return self.label if self in of_letters else "GOV.UK Notify could not print it"

    @property
    def label_of_text(self) -> str:
        """Say the same of a text."""
        return {
            Delivery.NO_SUCH_ADDRESS: (
                "The number does not exist, or its network refused the text. Telephone them, and "
                "check it"
            ),
            Delivery.MAILBOX_TROUBLE: (
                "The phone was off, had no signal or was full for three days. Telephone them"
            ),
        }.get(self, self.label)
