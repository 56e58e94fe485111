"""Long lists a page at a time: the key of the last row says where the next page starts.

A key and not a page number, so that a row that moves while somebody reads is neither lost nor seen
twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

_MOST_DIGITS = 18  # what both databases can compare with


@dataclass(frozen=True, slots=True)
class Key:
    """The row a page ended with: the instant it is ordered by, and its id."""

    at: datetime
    number: int


def key(at: datetime, number: int) -> str:
    """The key as a page's address holds it."""
    return f"{at.astimezone(UTC).isoformat()}_{number}"


def read(text: str | None) -> Key | None:
    """The key that `text` holds, or None when it holds none: a list then starts at its start."""
    moment, _, number = (text or "").rpartition("_")
    if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        return None
    try:
        at = datetime.fromisoformat(moment)
        return Key(at.astimezone(UTC), int(number)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
