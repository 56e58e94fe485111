"""An offence of the catalogue: its rows, their questions, and what each answer decides.

An answer decides in one of five ways: NEXT (go on; after the last question the row's own basis
decides), IN, NOT or CHECK, or the id of the row that is the offence in that form.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from ulss_tracker.labelled import LabelledEnum

NEXT = "next"
IN = "in"
NOT = "not"
CHECK = "check"
OUTCOMES = frozenset({NEXT, IN, NOT, CHECK})

COMMENCEMENT_DAYS = 28
"""How long before a row begins a sentence may still be caught: its time limit is not over.

Whether an Order reaches such a sentence is contested, so a lawyer must check it.
"""


class Basis(LabelledEnum):
    """Why an offence is, or is not, in the scheme: Criminal Justice Act 1988 s.35(3)."""

    INDICTABLE_ONLY = "indictable_only", "Only the Crown Court can try it"
    SPECIFIED = "specified", "On the list of offences"
    NOT_IN_SCHEME = "not_in_scheme", "Not in the scheme"


@dataclass(frozen=True, slots=True)
class FactAnswer:
    """One answer to a question: its value, its words, and what it decides."""

    value: str
    text: str
    decides: str


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that decides between forms of an offence.

    optional: the named offence stands unless this is answered otherwise, because a case is judged
    by the offence of conviction and the other form is a different offence with its own name.
    taken_as: the answer taken when the facts come from a record that nobody can be asked about;
    never one that could take a case out of the scheme.
    asked_from: the first day of sentence on which it can matter; None for any.
    conduct_from: of a question about when it was done: the day that parts its two answers.
    """

    id: str
    text: str
    hint: str
    answers: tuple[FactAnswer, ...]
    optional: bool = False
    taken_as: str | None = None
    asked_from: date | None = None
    conduct_from: date | None = None

    def matters_on(self, day: date | None) -> bool:
        """True if it may decide for a sentence of this day; of a day not known it always may."""
        return self.asked_from is None or day is None or day >= self.asked_from

    def of_conduct(self, day: date) -> FactAnswer | None:
        """The answer that conduct up to this day gives; None if it asks about something else."""
        if self.conduct_from is None:
            return None
        before, after = self.answers
        return before if day < self.conduct_from else after

    def answer(self, value: str) -> FactAnswer | None:
        """The answer with this value, or None."""
        return next((answer for answer in self.answers if answer.value == value), None)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point on which the law is not settled, so that a lawyer must check, between two dates."""

    reason: str
    from_on: date | None = None
    to_on: date | None = None

    def open_on(self, day: date | None) -> bool:
        """True if a sentence passed on this day meets the point; an unknown day always may."""
        if day is None:
            return True
        return not (self.from_on and day < self.from_on) and not (self.to_on and day > self.to_on)


@dataclass(frozen=True, slots=True)
class Read:
    """That somebody read the law: who, on which day, and in which copy of it."""

    by: str
    on: date
    copy: str


@dataclass(frozen=True, slots=True)
class Offence:
    """One row of the catalogue: an offence on one basis, for sentences passed between two dates.

    sentenced_from and sentenced_to are inclusive; None is open. conduct_from is the first day on
    which the offence could be committed. later is the id of the row that takes over the day after
    sentenced_to; earlier is the row this one took over from. day_unverified says what is known of
    the first day on which it was an offence, where nobody read the law that sets it. read is who
    read the row again since the catalogue was drawn up; its proof is proof.py's. summary: only
    magistrates can try it, so that no list of any court names it.
    """

    id: str
    title: str
    act: str
    provision: str
    family: str
    basis: Basis
    paragraph: str
    sentenced_from: date | None
    sentenced_to: date | None
    questions: tuple[Question, ...]
    everyday_names: tuple[str, ...]
    source: str
    verified: bool
    note: str
    ordinary_names: tuple[str, ...] = ()
    conduct_from: date | None = None
    day_unverified: str = ""
    later: str | None = None
    earlier: str | None = None
    open_points: tuple[OpenPoint, ...] = ()
    read: Read | None = None
    summary: bool = False
    sections: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def citation(self) -> str:
        """The Act and provision, as a lawyer writes them."""
        return f"{self.act} {self.provision}".strip()

    @property
    def act_year(self) -> int | None:
        """The year of its Act, the first where several are named; None at common law."""
        if self.act.startswith("Common law"):
            return None
        return min(map(int, re.findall(r"\b[12]\d{3}\b", self.act)), default=None)

    @property
    def in_scheme(self) -> bool:
        """True if the row's own basis brings the offence in."""
        return self.basis is not Basis.NOT_IN_SCHEME

    @property
    def is_out(self) -> bool:
        """True if the row is out of the scheme whatever is answered."""
        return not self.in_scheme and not self.questions

    @property
    def is_open(self) -> bool:
        """True if the law is not settled for any sentence that the row governs."""
        return any(
            (point.from_on is None or point.from_on == self.sentenced_from)
            and point.to_on in {None, self.sentenced_to}
            for point in self.open_points
        )

    @property
    def wants_a_lawyer(self) -> bool:
        """True if a lawyer should read the law: a row, a first day or a point is not confirmed."""
        return not self.verified or bool(self.open_points or self.day_unverified)

    @property
    def may_be_out(self) -> bool:
        """True if an answer that must be asked for takes it out of the scheme."""
        questions = [question for question in self.questions if not question.optional]
        return any(answer.decides == NOT for question in questions for answer in question.answers)

    def in_force(self, day: date) -> bool:
        """True if the row governs a sentence passed on this day."""
        if self.sentenced_from and day < self.sentenced_from:
            return False
        return not (self.sentenced_to and day > self.sentenced_to)

    def about_to_begin(self, day: date) -> bool:
        """True if the row begins 1 to 28 days after this day, with the time limit still running."""
        if not self.sentenced_from:
            return False
        gap = self.sentenced_from - day
        return timedelta(0) < gap <= timedelta(days=COMMENCEMENT_DAYS)


def sections_of(provision: str) -> Iterable[str]:
    """The section numbers in a provision, in lower case: "ss.4, 4A, 5" gives 4, 4a and 5."""
    return (number.lower() for number in re.findall(r"\d+[A-Z]*", provision.split("(")[0]))
