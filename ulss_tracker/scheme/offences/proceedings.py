"""Which sentences of one offender are one case: they share a last day and are looked at together.

Criminal Justice Act 1988 s.36(3) borrows Criminal Appeal Act 1968 s.11(7): sentences are passed in
the same proceeding if passed on one day, or on different days where the court in passing one states
that it treats them together as substantially one sentence. What the judge said is a fact that
somebody records; until it is, a later sentence may be of the case or may not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.offences.facts import TestResult
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_words import day_words

SAME_CASE_ACT = "Criminal Justice Act 1988 s.36(3); Criminal Appeal Act 1968 s.11(7)"

TOGETHER = (
    "The sentences of {days} are one case: the judge said that they are treated together as one "
    "sentence. They share the last day that runs from the latest."
)
RIDES = (
    "The sentence of {day} is not in the scheme by itself. As one of the same case has a "
    "qualifying offence, the Court of Appeal may look at it too."
)
SEPARATE = (
    "The sentence of {day} is a case of its own: the judge did not say that it is treated together "
    "with an earlier one. It has its own last day, and only an offence of its own brings it in."
)
NOT_RECORDED = (
    "Whether the sentence of {day} is of the same case as the earlier one is not recorded. What "
    "did the judge say when passing it?"
)


class SameCase(LabelledEnum):
    """The judge’s words in passing a sentence on a later day than another. None: not recorded."""

    TOGETHER = (
        "together",
        (
            "The judge said that it is treated together with the earlier sentence, as "
            "substantially one"
        ),
    )
    SEPARATE = "separate", "The judge did not say so: it is a case of its own"


@dataclass(frozen=True, slots=True)
class SentencePassed:
    """A sentence as far as it matters here: its day, what the judge said of it, its own answer."""

    on: date
    same_case: SameCase | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Proceeding:
    """Sentences that are, or may be, one case, by their places in the order given.

    `is_sure` is false where nobody recorded what the judge said about one of them.
    """

    places: tuple[int, ...]
    is_sure: bool = True


def proceedings(passed: Sequence[SentencePassed]) -> list[Proceeding]:
    """The sentences in their cases, the earliest first.

    Those of one day are of one case. One of a later day that nobody recorded anything about stays
    with the earlier, without being sure.
    """
    found: list[Proceeding] = []
    for day in sorted({sentence_passed.on for sentence_passed in passed}):
        places = tuple(place for place, each in enumerate(passed) if each.on == day)
        cases = {passed[place].same_case for place in places}
        if not found or cases == {SameCase.SEPARATE}:
            found.append(Proceeding(places))
            continue
        earlier = found.pop()
        is_sure = earlier.is_sure and SameCase.TOGETHER in cases
        found.append(Proceeding((*earlier.places, *places), is_sure))
    return found


def that_count(passed: Sequence[SentencePassed]) -> list[Proceeding]:
    """The cases that may be reviewed: those not wholly outside the scheme; if all are, all of them.

    The time limit of a case that nobody can refer matters to nobody.
    """
    found = proceedings(passed)
    able = [
        proceeding
        for proceeding in found
        if any(passed[place].verdict is not Verdict.NOT_IN_SCHEME for place in proceeding.places)
    ]
    return able or found


def explain(passed: Sequence[SentencePassed]) -> list[TestResult]:
    """The effect of the judge's words on sentences of several days; nothing where all are one."""
    first = min((sentence_passed.on for sentence_passed in passed), default=None)
    results: dict[TestResult, None] = {}
    for proceeding in proceedings(passed):
        members = [passed[place] for place in proceeding.places]
        days = sorted({passed.on for passed in members})
        if proceeding.is_sure and len(days) > 1:
            words = TOGETHER.format(days=" and ".join(map(day_words, days)))
            results[_result(Verdict.IN_SCHEME, words)] = None
        if proceeding.is_sure and any(passed.verdict is Verdict.IN_SCHEME for passed in members):
            for member in members:
                if member.verdict is Verdict.NOT_IN_SCHEME:
                    words = RIDES.format(day=day_words(member.on))
                    results[_result(Verdict.IN_SCHEME, words)] = None
        for member in members:
            if member.on == first or member.same_case is SameCase.TOGETHER:
                continue
            words = NOT_RECORDED if member.same_case is None else SEPARATE
            verdict = Verdict.MUST_CHECK if member.same_case is None else Verdict.IN_SCHEME
            results[_result(verdict, words.format(day=day_words(member.on)))] = None
    return list(results)


def _result(verdict: Verdict, reason: str) -> TestResult:
    return TestResult("same_case", verdict, reason, SAME_CASE_ACT)
