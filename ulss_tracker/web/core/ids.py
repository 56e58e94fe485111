"""The ids of records that a form or an address names; whatever else stands there is left out."""

from collections.abc import Iterable

_MOST_DIGITS = 9  # a longer number is the id of nothing, and more than a database takes


def is_id(text: str) -> bool:
    """Whether this may be the id of a record: a whole number in plain figures."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def ids(values: Iterable[str]) -> list[int]:
    """The ids among the values, in their order."""
    return [int(value) for value in values if is_id(value)]
