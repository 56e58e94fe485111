"""The answer to a case of one offence, sentenced on one day: for whoever reads the law by its days.

It asks the same rules as a case does (eligibility.py), of a conviction in the Crown Court.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts, NextQuestion
from ulss_tracker.scheme.offences.offence import Offence, Question
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.offences.penalties import Penalties, Penalty
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.deadline import last_day
from ulss_tracker.scheme.time.policies import Policy

_CROWN_COURT = "Crown Court"


@dataclass(frozen=True, slots=True)
class CaseOnDay:
    """A case of one offence, sentenced on one day: its answer, and what goes with it.

    `row` is the row of the catalogue that it came to. `basis` is that of Criminal Justice Act 1988
    s.35(3), where it is in. `maximum` and `minimum` are None where nobody read them. `last_day_on`
    is that of the 28 days. `other_limits` are those that may govern a sentence of that day beside
    them; which are not confirmed each says itself.
    """

    row: Offence
    verdict: Verdict
    reason: str
    authority: str
    basis: str
    questions: tuple[NextQuestion, ...]
    maximum: Penalty | None
    minimum: Penalty | None
    last_day_on: date
    other_limits: tuple[Policy, ...]


def case_on_day(
    offence: Offence,
    sentenced_on: date,
    answers: Mapping[str, str],
    *,
    catalogue: Catalogue,
    penalties: Penalties,
    policies: Sequence[Policy],
    conduct_on: date | None = None,
) -> CaseOnDay:
    """Answer a case of the offence in full, sentenced in the Crown Court on that day.

    `answers` are to the offence's questions, by id. `conduct_on` is the latest day on which any of
    it was done; it answers what turns on that day. An offence that did not exist then is for a
    lawyer.
    """
    given = dict(answers)
    if conduct_on is not None:
        given |= answers_by_conduct(catalogue, conduct_on)
    convictions = (ConvictionFacts(offence.id, answers=given),)
    assessment = assess(Facts(None, sentenced_on, convictions, _CROWN_COURT), catalogue)
    row = catalogue.get(assessment.offence_ids[0])
    test = next(result for result in assessment.tests if result.test == "offence")
    verdict, reason, basis = assessment.verdict, test.reason, test.basis
    if conduct_on and row.conduct_from and conduct_on < row.conduct_from:
        verdict, basis = Verdict.MUST_CHECK, ""
        begins = reasons.day_words(row.conduct_from)
        reason = reasons.NOT_YET_AN_OFFENCE.format(title=row.title, begins=begins)
    return CaseOnDay(
        row=row,
        verdict=verdict,
        reason=reason,
        authority=test.authority,
        basis=basis,
        questions=assessment.questions,
        maximum=penalties.maximum_at(row, sentenced_on),
        minimum=penalties.minimum_at(row, sentenced_on),
        last_day_on=last_day(sentenced_on),
        other_limits=tuple(policy for policy in policies[1:] if policy.covers(sentenced_on)),
    )


def answers_by_conduct(catalogue: Catalogue, conduct_on: date) -> dict[str, str]:
    """The answers, by question, that follow from the latest day on which any of it was done."""
    answered = {
        question.id: question.of_conduct(conduct_on)
        for offence in catalogue
        for question in offence.questions
    }
    return {question: answer.value for question, answer in answered.items() if answer}


def asked_of(offence: Offence, catalogue: Catalogue) -> tuple[Question, ...]:
    """Every question that the offence has asked at any date, once, the latest law's first."""
    questions: dict[str, Question] = {}
    for row in reversed(catalogue.history(offence)):
        for question in row.questions:
            questions.setdefault(question.id, question)
    return tuple(questions.values())


def turns_on_conduct(offence: Offence, catalogue: Catalogue) -> bool:
    """Whether the day on which it was done may decide at some date of sentence."""
    began = (row.conduct_from for row in catalogue.history(offence))
    return any((*began, *(question.conduct_from for question in asked_of(offence, catalogue))))
