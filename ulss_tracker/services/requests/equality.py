"""Equality questions: counted by month, never tied to a request, a person or an instant.

What is told of the counts singles nobody out: a small number is not told, nor one from which it
could be worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import EqualityAnswer, db, inserting
from ulss_tracker.services.core import small_numbers
from ulss_tracker.services.core.unit_of_work import transaction

# The harmonised questions of the Government Statistical Service, by the names kept in the table.
QUESTIONS: dict[str, tuple[str, ...]] = {
    "age": ("under_18", "18_24", "25_34", "35_44", "45_54", "55_64", "65_74", "75_over"),
    "sex": ("female", "male"),
    "ethnic_group": ("white", "mixed", "asian", "black", "other"),
    "religion": (
        "none",
        "christian",
        "buddhist",
        "hindu",
        "jewish",
        "muslim",
        "sikh",
        "other",
    ),
    "health_condition": ("yes_a_lot", "yes_a_little", "yes_not_at_all", "no"),
    "sexual_orientation": ("heterosexual", "gay_lesbian", "bisexual", "other"),
}
NOT_SAID = "not_said"
"""The answer of a person who would rather not say, and of one who left the question alone."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many gave one answer in a month (2026-04); None when so few that nobody is told."""

    month: str
    question: str
    answer: str
    count: int | None


def count(answers: Mapping[str, str | None]) -> None:
    """Add one to this month's count of each answer. A question not answered counts as not said.

    Raises ValueError for an answer that was not offered: what a person types is never kept.
    """
    chosen = {question: answers.get(question) or NOT_SAID for question in QUESTIONS}
    for question, answer in chosen.items():
        if answer not in (*QUESTIONS[question], NOT_SAID):
            raise ValueError(f"{answer!r} is not an answer to {question}")
    month = f"{clock.today():%Y-%m}"
    with transaction():
        # Always in the same order, so that two people counted at once wait and never deadlock.
        for question in sorted(chosen):
            _add_one(question, chosen[question], month)


def months() -> list[str]:
    """The months in which anybody answered (2026-04), the newest first."""
    month = EqualityAnswer.month
    return list(db.session.scalars(select(month).distinct().order_by(month.desc())))


def counts(month: str | None = None) -> list[Counted]:
    """List the counts that may be told, the newest month first, each question's smallest first.

    Of one month, where it is given. A small one, and one from which a small one could be worked
    out, is None (`small_numbers`).
    """
    order = (EqualityAnswer.month.desc(), EqualityAnswer.question, EqualityAnswer.count)
    query = select(EqualityAnswer).order_by(*order)
    if month is not None:
        query = query.where(EqualityAnswer.month == month)
    rows = db.session.scalars(query).all()
    counted: list[Counted] = []
    for (month, question), answers in groupby(rows, key=lambda row: (row.month, row.question)):
        group = list(answers)
        numbers = small_numbers.publishable([row.count for row in group])
        counted += [
            Counted(month, question, row.answer, number)
            for row, number in zip(group, numbers, strict=True)
        ]
    return counted


def _add_one(question: str, answer: str, month: str) -> None:
    adding = inserting(EqualityAnswer).values(
        question=question, answer=answer, month=month, count=1
    )
    counted = adding.on_conflict_do_update(
        index_elements=["question", "answer", "month"], set_={"count": EqualityAnswer.count + 1}
    )
    db.session.execute(counted)
