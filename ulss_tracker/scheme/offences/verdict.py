"""The three answers the scheme rules give. Unknown never becomes no."""

from ulss_tracker.labelled import LabelledEnum


class Verdict(LabelledEnum):
    """In the scheme, not in the scheme, or a lawyer must check."""

    IN_SCHEME = "in_scheme", "In the scheme"
    NOT_IN_SCHEME = "not_in_scheme", "Not in the scheme"
    # The value is what commands and files say, and others read it there.
    MUST_CHECK = "needs_review", "A lawyer must check"
