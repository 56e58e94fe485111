"""Who asks for a review. Anyone may; a time limit may one day depend on it."""

from collections.abc import Iterable

from ulss_tracker.labelled import LabelledEnum


class RequesterRole(LabelledEnum):
    """The role in which somebody asks for the review; records keep it as their `standing`."""

    VICTIM = "victim", "Victim"
    BEREAVED_FAMILY = "bereaved_family", "Bereaved family"
    ON_BEHALF = "on_behalf", "On behalf of a victim or bereaved family"
    PUBLIC = "public", "Member of the public"
    MP = "mp", "MP"
    PROSECUTOR = "prosecutor", "Prosecutor or police"
    OTHER = "other", "Other"


# Whose role counts when several people ask: the one for whom the law may allow most.
_STRONGEST_FIRST = (
    RequesterRole.VICTIM,
    RequesterRole.BEREAVED_FAMILY,
    RequesterRole.ON_BEHALF,
    RequesterRole.PROSECUTOR,
    RequesterRole.MP,
    RequesterRole.PUBLIC,
    RequesterRole.OTHER,
)


def strongest(roles: Iterable[RequesterRole]) -> RequesterRole | None:
    """The role that counts among those of whoever asked; None when nobody did."""
    given = set(roles)
    return next((role for role in _STRONGEST_FIRST if role in given), None)
