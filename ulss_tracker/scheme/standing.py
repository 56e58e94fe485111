"""Who asks for a review. Anyone may; a time limit may one day depend on it."""

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
