"""The course of a review: what happened when, from sentence to last day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ulss_tracker import clock
from ulss_tracker.adapters.charts import Strip, StripDay
from ulss_tracker.models import Review
from ulss_tracker.scheme.time.deadline import Deadline
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.milestones import Milestone

_HAPPENED = {
    Milestone.PAPERS_ASKED: "Papers asked for",
    Milestone.PAPERS_IN: "Papers received",
    Milestone.ADVICE: "Lawyer’s advice received",
    Milestone.COUNSEL: "Counsel’s opinion received",
    Milestone.TO_LAW_OFFICERS: "Sent to the law officers",
    Milestone.DECISION: "Decision to refer",
    Milestone.FILE: "Filed with the Registrar",
    Milestone.SERVE: "Served on the offender",
}
_TODAY = "Today"
_LAST_DAY = "Last day"


@dataclass(frozen=True, slots=True)
class Day:
    """One thing on one day: what happened, today, or what is still to come."""

    on: date
    words: str
    is_to_come: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that happened to a review and what limits it, in the order of the days."""

    days: Sequence[Day]

    @property
    def strip(self) -> Strip:
        """The same as a picture, each day with its number in the list."""
        return Strip(
            "From sentence to last day",
            "From sentence to last day: "
            + "; ".join(f"{day.words} {day_words(day.on)}" for day in self.days)
            + ".",
            [
                StripDay(day.on, str(number), is_to_come=day.is_to_come)
                for number, day in enumerate(self.days, 1)
            ],
        )


def of_review(
    review: Review, due: Deadline | None, done: Mapping[Milestone, datetime]
) -> Course | None:
    """The course of a review by its own deadline; None until a sentence is recorded.

    The last day is the deadline's own, the safest first: nothing here works one out.
    """
    if due is None:
        return None
    days = [*_happened(review, done), *_limits(review, due)]
    return Course(sorted(days, key=lambda day: (day.on, day.is_to_come)))


def _happened(review: Review, done: Mapping[Milestone, datetime]) -> Iterator[Day]:
    for sentence in review.sentences:
        yield Day(sentence.sentenced_on, "Sentence")
        if sentence.varied_on is not None:
            yield Day(sentence.varied_on, "Sentence varied")
    yield Day(clock.day_of(review.opened_at), "Review opened")
    for milestone, at in done.items():
        yield Day(clock.day_of(at), _HAPPENED[milestone])
    if review.outcome is not None and review.outcome_at is not None:
        yield Day(clock.day_of(review.outcome_at), review.outcome.label)


def _limits(review: Review, due: Deadline) -> Iterator[Day]:
    """The moments that still hold, the last days, and today while something is to be done."""
    is_over = review.is_filed or review.outcome is not None
    if not is_over:
        yield Day(clock.today(), _TODAY)
        yield Day(clock.day_of(due.earliest_file_by_at), "File by", is_to_come=True)
    yield Day(due.earliest_last_day_on, _LAST_DAY, is_to_come=True)
    if due.last_day_on != due.earliest_last_day_on:
        yield Day(due.last_day_on, "Last day that the law may allow", is_to_come=True)
