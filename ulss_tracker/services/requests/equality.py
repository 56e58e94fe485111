"""Equality questions: counted by month, never tied to a request, a person or an instant.

What is told of the counts singles nobody out: a small number is not told, nor one from which it
could be worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ulss_tracker import clock
from ulss_tracker.models import EqualityAnswer, db
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


FEWEST = 5
"""Fewer people than this are not told of: somebody might be known by them."""


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


def counts() -> list[Counted]:
    """List the counts that may be told, the newest month first.

    Fewer than `FEWEST` are told as None. Where that leaves one answer of a month's question untold,
    or fewer than `FEWEST` people in all of them, the next smallest is not told either: whoever
    knows how many answered in all could work it out.
    """
    order = (EqualityAnswer.month.desc(), EqualityAnswer.question, EqualityAnswer.count)
    rows = db.session.scalars(select(EqualityAnswer).order_by(*order)).all()
    told: list[Counted] = []
    for (month, question), answers in groupby(rows, key=lambda row: (row.month, row.question)):
        untold, people = 0, 0
        for row in answers:  # the smallest first
            is_untold = row.count < FEWEST or (untold and (untold == 1 or people < FEWEST))
            untold, people = untold + bool(is_untold), people + row.count * bool(is_untold)
            told.append(Counted(month, question, row.answer, None if is_untold else row.count))
    return told


def _add_one(question: str, answer: str, month: str) -> None:
    if _raised(question, answer, month):
        return
    try:
        with db.session.begin_nested():
            row = EqualityAnswer(question=question, answer=answer, month=month, count=1)
            db.session.add(row)
    except IntegrityError:
        # Somebody else was the first to give this answer, at the same moment.
        _raised(question, answer, month)


def _raised(question: str, answer: str, month: str) -> bool:
    """Whether there was a count to add one to."""
    raised = db.session.execute(
        update(EqualityAnswer)
        .where(
            EqualityAnswer.question == question,
            EqualityAnswer.answer == answer,
            EqualityAnswer.month == month,
        )
        .values(count=EqualityAnswer.count + 1)
        .execution_options(synchronize_session=False)
        .returning(EqualityAnswer.count)
    )
    return raised.first() is not None
