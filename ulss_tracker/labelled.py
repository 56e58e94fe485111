"""Enumerations whose members have words of their own for people."""

from enum import StrEnum
from functools import partial
from operator import is_
from typing import Self


class LabelledEnum(StrEnum):
    """A `StrEnum` whose members are written `NAME = "stored value", "Words for people"`.

    Without words of its own a member's label is its value, as words. Templates, which compare no
    value with words of theirs, ask a member whether it is `TOLD` by `is_told`.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member that is its stored value, with its label beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("_", " ").capitalize()
        return member

    def __init_subclass__(cls) -> None:
        """Give every member the questions, but for those that the class answers otherwise."""
        super().__init_subclass__()
        for member in cls:
            question = f"is_{member.name.lower()}"
            if not hasattr(cls, question):
                setattr(cls, question, property(partial(is_, member)))
