"""Who asks for a review. Anyone may; a time limit may one day depend on it."""

from collections.abc import Iterable

from ulss_tracker.labelled import LabelledEnum


class Standing(LabelledEnum):
    """Who asks for the review."""

    VICTIM = "victim", "Victim"
    BEREAVED_FAMILY = "bereaved_family", "Bereaved family"
    ON_BEHALF = "on_behalf", "On behalf of a victim or bereaved family"
    PUBLIC = "public", "Member of the public"
    MP = "mp", "MP"
    PROSECUTOR = "prosecutor", "Prosecutor or police"
    OTHER = "other", "Other"


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
    return next((standing for standing in _STRONGEST_FIRST if standing in standings), None)
