"""Who asks for a review. Anyone may; a time limit may one day depend on it."""

from collections.abc import Iterable
from enum import StrEnum


class Standing(StrEnum):
    """Who asks for the review."""

    VICTIM = "victim"
    BEREAVED_FAMILY = "bereaved_family"
    ON_BEHALF = "on_behalf"
    PUBLIC = "public"
    MP = "mp"
    PROSECUTOR = "prosecutor"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The words people see."""
        return _LABELS[self]


_LABELS = {
    Standing.VICTIM: "Victim",
    Standing.BEREAVED_FAMILY: "Bereaved family",
    Standing.ON_BEHALF: "On behalf of a victim or bereaved family",
    Standing.PUBLIC: "Member of the public",
    Standing.MP: "MP",
    Standing.PROSECUTOR: "Prosecutor or police",
    Standing.OTHER: "Other",
}

# Whose standing counts when several people ask: the one for whom the law may allow most.
_STRONGEST_FIRST = (
    Standing.VICTIM,
    Standing.BEREAVED_FAMILY,
    Standing.ON_BEHALF,
    Standing.PROSECUTOR,
    Standing.MP,
    Standing.PUBLIC,
    Standing.OTHER,
)


def strongest(asked: Iterable[Standing]) -> Standing | None:
    """The standing that counts among those who asked; None when nobody did."""
    standings = set(asked)
    return next((each for each in _STRONGEST_FIRST if each in standings), None)
