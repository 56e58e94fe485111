"""The ids and words that a form or an address names; whatever else stands there is left out."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter, ValidationError

_Member = TypeVar("_Member", bound=StrEnum)
_MOST_DIGITS = 9  # a longer number is the id of nothing, and more than a database takes


class IdConverter(IntegerConverter):
    """The id in an address: with a longer number there is no such page."""

    regex = rf"[0-9]{{1,{_MOST_DIGITS}}}"


class WordConverter(UnicodeConverter):
    """A word in an address: there is no page for one with a character that no record holds."""

    def to_python(self, value: str) -> str:
        """The word as it is. Raises `ValidationError`, and then there is no such page."""
        if "\0" in value:
            raise ValidationError
        return value


def set_up(app: Flask) -> None:
    """Hold what stands in addresses to it, before any address is made."""
    converters = app.url_map.converters
    converters["int"] = IdConverter
    converters["default"] = converters["string"] = WordConverter


def is_id(text: str) -> bool:
    """Whether this may be the id of a record: a whole number in plain figures."""
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def read_id(text: str) -> int:
    """The id that stands in a query. Raises `ValueError` for what is none."""
    if not is_id(text):
        raise ValueError
    return int(text)


def ids(values: Iterable[str]) -> list[int]:
    """The ids among the values, in their order."""
    return [int(value) for value in values if is_id(value)]


def member(members: type[_Member], word: object, default: _Member) -> _Member:
    """The member of an enumeration that a word names; `default` for any other word."""
    return next((item for item in members if item == word), default)
