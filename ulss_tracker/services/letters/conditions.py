"""Conditions of letters: each says what a review must first have come to, or nothing."""

from collections.abc import Callable

from ulss_tracker import clock
from ulss_tracker.models import DecisionChoice, FilingKind, Review
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.assessment import assessing


def always(_review: Review) -> str:
    """Nothing is asked."""
    return ""


def decided_to_refer(review: Review) -> str:
    """A law officer decided to refer, and the court has not decided."""
    decision = review.decision
    if decision and decision.choice is DecisionChoice.REFER and review.outcome is None:
        return ""
    return (
        f"This review is at “{review.state.label}”. This letter can be issued after a decision "
        "to refer, until the court has decided."
    )


def filed(review: Review) -> str:
    """CrimPR r.41.2: the application has reached the Registrar."""
    if any(filing.kind is FilingKind.FILING for filing in review.filings):
        return ""
    return "Record first that the application was filed with the Registrar."


def at_court(review: Review) -> str:
    """It was filed, and the court has not decided."""
    return filed(review) or decided_to_refer(review)


def listed(review: Review) -> str:
    """Nobody is told to come to a hearing that has been."""
    if review.hearings and review.hearings[-1].heard_on < clock.today():
        return (
            f"The hearing recorded was on {day_words(review.hearings[-1].heard_on)}, which has "
            "passed. Record the new date, or what the court decided, on the review’s court page."
        )
    return at_court(review)


def submitted(review: Review) -> str:
    """A submission was sent to the law officers."""
    if review.submissions:
        return ""
    return "Send the submission to the law officers first: this is its printed copy."


def withdrawing(review: Review) -> str:
    """It is at the court or was withdrawn from there, and no hearing has been."""
    is_withdrawn = review.outcome is Outcome.WITHDRAWN
    return (filed if is_withdrawn else at_court)(review) or _heard(review)


def _heard(review: Review) -> str:
    """CrimPR r.41.5: the notice alone withdraws before a hearing, and says that it does."""
    if not review.hearings or review.hearings[-1].heard_on >= clock.today():
        return ""
    return (
        f"The hearing recorded was on {day_words(review.hearings[-1].heard_on)}, which has passed. "
        "At a hearing an application is withdrawn only with the court’s permission, and this "
        "notice says that none is needed. If the hearing was put off, record its new date on the "
        "review’s court page."
    )


def ended(outcome: Outcome) -> Callable[[Review], str]:
    """It ended in this way."""

    def blocked(review: Review) -> str:
        if review.outcome is outcome:
            return ""
        return f"This letter can be issued when the review’s outcome is ‘{outcome.label}’."

    return blocked


def out_of_time(review: Review) -> str:
    """Never while there is doubt: sentences since 29 December 2025 may have six months."""
    if not assessing.is_out_of_time(review):
        return (
            "The time limit has not certainly passed: the Victims and Courts Act 2026 may give "
            "longer. A lawyer must check before anybody is told that it is too late."
        )
    return ended(Outcome.OUT_OF_TIME)(review)
