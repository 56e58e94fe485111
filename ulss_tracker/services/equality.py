"""Equality questions: counted by month, never tied to a request, a person or an instant."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from ulss_tracker import clock
from ulss_tracker.models import EqualityAnswer, db
from ulss_tracker.services.saving import saving

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


def count(answers: Mapping[str, str | None]) -> None:
    """Add one to this month's count of each answer. A question not answered counts as not said.

    Raises ValueError for an answer that was not offered: what a person types is never kept.
    """
    chosen = {question: answers.get(question) or NOT_SAID for question in QUESTIONS}
    for question, answer in chosen.items():
        if answer not in (*QUESTIONS[question], NOT_SAID):
            raise ValueError(f"{answer!r} is not an answer to {question}")
    month = f"{clock.today():%Y-%m}"
    with saving():
        # Always in the same order, so that two people counted at once wait and never deadlock.
        for question in sorted(chosen):
            _add_one(question, chosen[question], month)


def counts() -> Sequence[EqualityAnswer]:
    """Every count, the newest month first."""
    order = (EqualityAnswer.month.desc(), EqualityAnswer.question, EqualityAnswer.answer)
    return db.session.scalars(select(EqualityAnswer).order_by(*order)).all()


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
