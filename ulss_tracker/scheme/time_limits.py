"""Is it in time? The dated table of time limits, and three answers.

The 28 days of CJA 1988 Sch 3 para 1 decide. The longer limits of the Victims and Courts Act 2026
are in the table as unconfirmed: they give nobody any time, but where one could matter the answer
is "a lawyer must check" and never "out of time". A timely request is not a timely application:
the limit is on the application reaching the court.
"""

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
        return _STANDING_LABELS[self]


_STANDING_LABELS = {
    Standing.VICTIM: "Victim",
    Standing.BEREAVED_FAMILY: "Bereaved family",
    Standing.ON_BEHALF: "On behalf of a victim or bereaved family",
    Standing.PUBLIC: "Member of the public",
    Standing.MP: "MP",
    Standing.PROSECUTOR: "Prosecutor or police",
    Standing.OTHER: "Other",
}


class TimeVerdict(StrEnum):
    """The three answers about time. Unknown never becomes out of time."""

    IN_TIME = "in_time"
    OUT_OF_TIME = "out_of_time"
    MUST_CHECK = "must_check"

    @property
    def label(self) -> str:
        """The words people see."""
        return _VERDICT_LABELS[self]


_VERDICT_LABELS = {
    TimeVerdict.IN_TIME: "In time",
    TimeVerdict.OUT_OF_TIME: "Out of time",
    TimeVerdict.MUST_CHECK: "A lawyer must check",
}
