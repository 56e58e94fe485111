"""Readings of the register’s cells in the office’s words: statuses, outcomes, placeholders."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from ulss_tracker.scheme.workflow.stages import Outcome

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

REFERRED = "referred to the court of appeal"
# Two letters wrong in a dozen are a slip; no two of the outcomes are so near one another.
_LETTERS_FOR_A_SLIP = 6
_REFERRED = re.compile(r"ref+er+ed(?:\s+to\s+(?:the\s+)?(?:court\s+of\s+appeal|coa|ca|cacd))?\b")
_SAID_OTHERWISE = (
    (re.compile(r"\bout\s+of\s+scheme|\b(?:out|not\s+with)(?:side|in)\s+(?:the\s+)?(?:uls\s+)?scheme"),
     "not in scheme"),
    (re.compile(r"\bnot\s+in\s+the\s+(?:uls\s+)?scheme"), "not in scheme"),
    (re.compile(r"^(?:app\w*|request|reference)\s+(?:was\s+)?withdrawn"), "application withdrawn"),
)  # fmt: skip
_MOST_INITIALS = 4
_INITIALS = re.compile(r"[^\W\d_](?:[ .'’-]*[^\W\d_])+\.?")
_EMPTY = frozenset({"", "n/a", "na", "n.a.", "tbc", "tba", "-", "–", "none", "nil", "unknown", "?"})
# Initials that stand for nobody: an unnamed youth, an unnamed adult, an unknown person.
_PLACEHOLDERS = frozenset({"uy", "ua", "um", "uf", "up", "uk", "xx", "xy", "zz", "yp", "aa/bb"})
_JUDGE = re.compile(
    r"\b(?:HHJ|HH\s+Judge|His\s+Hono\w+|Her\s+Hono\w+|Judge|Recorder|Mr\s+Justice|Mrs\s+Justice"
    r"|Ms\s+Justice|DJ|J\.)\s+\w+|\bHHJ\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not?|never|without|neither|nor|declined|refused|dismissed)\b|n['’]t\b")
_REMITTED = re.compile(r"\bremit\w*\b|\b(?:sent|committed)\s+to\s+(?:the\s+)?(?:youth|magistrates)")
_UNCHANGED = re.compile(
    r"\b(?:un-?changed|no\s+change|no\s+increase|not\s+(?:be\s+)?(?:changed|increased)|upheld|remains?"
    r"|(?:reference|application|appeal)\s+(?:was\s+)?(?:refused|dismissed))\b"
)
_INCREASED = re.compile(r"\b(?:increas\w*|substitut\w*|replaced|(?<!conviction )quashed)\b")
_IS_SENTENCE = re.compile(
    r"\d|\b(?:life|order|custody|imprison\w*|detention|year\w*|month\w*|increas\w*|sentence[ds]?)\b"
)
_NO_SENTENCE_LEFT = re.compile(r"\b(?:discharged|acquitted)$")
_LEAVE_REFUSED = re.compile(
    r"\b(?:leave|permission)\s+(?:to\s+\w+\s+)?(?:was\s+)?(?:refused|not\s+(?:given|granted))\b"
    r"|\brefused\s+(?:leave|permission)\b"
)


class Revised(StrEnum):
    """The way the reference ended, by the revised sentence."""

    NOT_GIVEN = "not given"
    INCREASED = "increased"
    TAKEN_AS_INCREASED = "taken as increased"
    NOT_READ = "not read"
    UNCHANGED = "unchanged"
    LEAVE_REFUSED = "leave refused"

    @property
    def is_known(self) -> bool:
        return self not in {Revised.NOT_GIVEN, Revised.NOT_READ}

    @property
    def outcome(self) -> Outcome | None:
        """How the review ended by it; None while that is not known."""
        return {
            Revised.NOT_GIVEN: None,
            Revised.NOT_READ: None,
            Revised.INCREASED: Outcome.INCREASED,
            Revised.TAKEN_AS_INCREASED: Outcome.INCREASED,
            Revised.UNCHANGED: Outcome.UNCHANGED,
            Revised.LEAVE_REFUSED: Outcome.LEAVE_REFUSED,
        }[self]


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """The reading of the outcome's cell: one of `OUTCOMES`, or nothing known. It is sure when
    written in the office's own words."""

    words: str = ""
    is_sure: bool = False

    @property
    def is_referred(self) -> bool:
        return self.words.startswith("referred")

    @property
    def outcome(self) -> Outcome | None:
        """How the review ended by it alone; None while it goes on."""
        return OUTCOMES.get(self.words)

    @property
    def proposed(self) -> str:
        """The words in capitals as the office writes them."""
        small = {"in", "of", "the", "to"}
        return " ".join(word if word in small else word.capitalize() for word in self.words.split())


@lru_cache(maxsize=1000)
def read_outcome(said: str) -> OutcomeReading:
    """The outcome meant, with a slip or in other words or with more after it."""
    text = simple(said)
    if text in OUTCOMES:
        return OutcomeReading(text, is_sure=True)
    slips = {
        words: far
        for words in OUTCOMES
        if (far := OSA.distance(text, words)) <= len(words) // _LETTERS_FOR_A_SLIP
    }
    if slips:
        return OutcomeReading(min(slips, key=lambda words: slips[words]))
    begun = [words for words in OUTCOMES if re.match(rf"{words}\b", text)]
    if begun and max(begun, key=len) != "referred":
        return OutcomeReading(max(begun, key=len))
    if _REFERRED.match(text) and not _NOT.search(text):
        return OutcomeReading(REFERRED)
    return OutcomeReading(next((words for form, words in _SAID_OTHERWISE if form.search(text)), ""))


def nearest_status(said: str) -> str:
    """The status meant, where a slip or an ending is all that parts it from one; else empty."""
    near = [status for status in STATUSES if OSA.distance(said, status) <= 2]
    return near[0].title() if near else ""


@lru_cache(maxsize=4096)
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


def is_odd_for_initials(said: str) -> bool:
    """Whether initials hold what is none: figures, signs, or one letter alone."""
    return _INITIALS.fullmatch(said) is None


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
    if _NO_SENTENCE_LEFT.search(text):
        return Revised.NOT_READ
    if _INCREASED.search(text) and not _NOT.search(text):
        return Revised.INCREASED
    return Revised.TAKEN_AS_INCREASED if _IS_SENTENCE.search(text) else Revised.NOT_READ
