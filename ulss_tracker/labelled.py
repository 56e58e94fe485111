"""Enumerations whose members have words of their own for people."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A `StrEnum` whose members are written `NAME = "stored value", "Words for people"`.

    Without words of its own a member's label is its value, as words.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member that is its stored value, with its label beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("_", " ").capitalize()
        return member
