"""The three answers the scheme rules give. Unknown never becomes no."""

from enum import StrEnum


class Verdict(StrEnum):
    """In the scheme, not in the scheme, or a lawyer must check."""

    IN_SCHEME = "in_scheme"
    NOT_IN_SCHEME = "not_in_scheme"
    MUST_CHECK = "needs_review"  # as commands and files say it: others read the value

    @property
    def label(self) -> str:
        """The words people read."""
        return _LABELS[self]

    @property
    def is_no(self) -> bool:
        """Whether the sentence is certainly not in the scheme."""
        return self is Verdict.NOT_IN_SCHEME


_LABELS = {
    Verdict.IN_SCHEME: "In the scheme",
    Verdict.NOT_IN_SCHEME: "Not in the scheme",
    Verdict.MUST_CHECK: "A lawyer must check",
}
