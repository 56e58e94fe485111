"""The ids of records that a form or an address names; whatever else stands there is left out."""

from collections.abc import Iterable

from flask import Flask
from werkzeug.routing import IntegerConverter

_MOST_DIGITS = 9  # a longer number is the id of nothing, and more than a database takes


class IdConverter(IntegerConverter):
    """The id in an address: with a longer number there is no such page."""

    regex = rf"[0-9]{{1,{_MOST_DIGITS}}}"


def set_up(app: Flask) -> None:
    """Hold the ids in addresses to it, before any address is made."""
    app.url_map.converters["int"] = IdConverter


def is_id(text: str) -> bool:
    """Whether this may be the id of a record: a whole number in plain figures."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def ids(values: Iterable[str]) -> list[int]:
    """The ids among the values, in their order."""
    return [int(value) for value in values if is_id(value)]
