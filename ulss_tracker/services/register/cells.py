"""What the register’s cells say in the office’s own words: statuses, outcomes, placeholders."""

import re
from enum import StrEnum

from ulss_tracker.scheme.workflow import Outcome

STATUSES = frozenset({"complete", "in progress"})

OUTCOMES: dict[str, Outcome | None] = {
    "not in scheme": Outcome.NOT_IN_SCHEME,
    "out of time": Outcome.OUT_OF_TIME,
    "not referred": Outcome.NOT_REFERRED,
    "application withdrawn": Outcome.WITHDRAWN,
    "withdrawn": Outcome.WITHDRAWN,
    "leave refused": Outcome.LEAVE_REFUSED,
    "under consideration": None,
    "referred to the court of appeal": None,  # how it ended is in the revised sentence
    "referred": None,
}
"""The office’s outcomes in small letters, and how a review ended by each; None: it goes on."""

_MOST_INITIALS = 4
_EMPTY = frozenset({"", "n/a", "na", "n.a.", "tbc", "tba", "-", "–", "none", "nil", "unknown", "?"})
# Initials that stand for nobody: an unnamed youth, an unnamed adult, an unknown person.
_PLACEHOLDERS = frozenset({"uy", "ua", "um", "uf", "up", "uk", "xx", "xy", "zz", "yp", "aa/bb"})
_JUDGE = re.compile(
    r"\b(?:HHJ|HH\s+Judge|His\s+Hono\w+|Her\s+Hono\w+|Judge|Recorder|Mr\s+Justice|Mrs\s+Justice"
    r"|Ms\s+Justice|DJ|J\.)\s+\w+|\bHHJ\b",
    re.IGNORECASE,
)
_REMITTED = re.compile(r"\bremit\w*\b|\b(?:sent|committed)\s+to\s+(?:the\s+)?(?:youth|magistrates)")
_UNCHANGED = re.compile(
    r"\b(?:un-?changed|no\s+change|not\s+(?:changed|increased)|upheld|remains?)\b"
)
_INCREASED = re.compile(r"\b(?:increas\w*|substitut\w*|replaced|quashed)\b")
_LEAVE_REFUSED = re.compile(r"\b(?:leave|permission)\s+(?:was\s+)?refused\b|\brefused\s+leave\b")


class Revised(StrEnum):
    """What the revised sentence says of how the reference ended."""

    NOT_GIVEN = "not given"
    INCREASED = "increased"
    TAKEN_AS_INCREASED = "taken as increased"
    UNCHANGED = "unchanged"
    LEAVE_REFUSED = "leave refused"

    @property
    def is_known(self) -> bool:
        return self is not Revised.NOT_GIVEN

    @property
    def outcome(self) -> Outcome | None:
        """How the review ended by it; None while that is not known."""
        return {
            Revised.NOT_GIVEN: None,
            Revised.INCREASED: Outcome.INCREASED,
            Revised.TAKEN_AS_INCREASED: Outcome.INCREASED,
            Revised.UNCHANGED: Outcome.UNCHANGED,
            Revised.LEAVE_REFUSED: Outcome.LEAVE_REFUSED,
        }[self]


def simple(said: str) -> str:
    """A cell in small letters, without a full stop at its end."""
    return " ".join(said.casefold().split()).rstrip(".")


def is_empty(said: str) -> bool:
    """Whether the cell says that there is nothing to say: blank, N/A, TBC."""
    return simple(said) in _EMPTY


def is_placeholder(initials: str) -> bool:
    """Whether initials stand for nobody in particular, as UY and UA do."""
    return simple(initials).replace(".", "").replace(" ", "") in _PLACEHOLDERS


def is_judge(court: str) -> bool:
    """Whether the court's cell holds a judge's name instead."""
    return _JUDGE.search(court) is not None


def is_remitted(sentence: str) -> bool:
    """Whether the Crown Court passed no sentence, and sent the offender to another court for it."""
    return _REMITTED.search(simple(sentence)) is not None


def initials_of(said: str) -> str:
    """The initials in the register's way: of MBB and M.B.B. as of Mary Bea Brown, MBB."""
    parts = said.replace(".", " ").split()
    if all(part.isupper() and len(part) <= _MOST_INITIALS for part in parts):
        return "".join(parts)
    return "".join(part[0] for part in parts).upper()


def read_revised(said: str) -> Revised:
    """How the reference ended, by the revised sentence's cell."""
    text = simple(said)
    if is_empty(text):
        return Revised.NOT_GIVEN
    if _LEAVE_REFUSED.search(text):
        return Revised.LEAVE_REFUSED
    if _UNCHANGED.search(text):
        return Revised.UNCHANGED
    return Revised.INCREASED if _INCREASED.search(text) else Revised.TAKEN_AS_INCREASED
