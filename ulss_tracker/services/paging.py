"""Long lists a page at a time: the key of the last row says where the next page starts.

A key and not a page number, so that a row that moves while somebody reads is neither lost nor seen
twice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

_LARGEST = 2**31 - 1  # what both databases can compare an id with
_MOST_DIGITS = 10


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
        is_key = at.tzinfo is not None and int(number) <= _LARGEST
        return Key(at.astimezone(UTC), int(number)) if is_key else None
    except (ValueError, OverflowError):
        return None
