"""Checks before two cases are merged: nothing may be lost by it, time least of all."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select

from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, DraftState, LetterDraft, Paper, Review, db
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.cases import void_case
from ulss_tracker.services.matching.indexing import subject_of_review
from ulss_tracker.services.matching.scoring import compare
from ulss_tracker.services.protection import sealing


def hindrances(closing: Case, remaining: Case) -> list[str]:
    """Why `closing` cannot be joined to `remaining` now, each with what would allow it."""
    if closing.id == remaining.id:
        return ["This is the same case."]
    causes = [
        f"{case.reference} is closed already: it was opened by mistake or joined to another."
        for case in (closing, remaining)
        if case.is_void
    ]
    causes += [
        f"{case.reference} is sealed. A supervisor named on it can open it to the office first."
        for case in (closing, remaining)
        if sealing.is_sealed(case)
    ]
    if any(review.is_historical for review in remaining.reviews):
        causes.append(f"{remaining.reference} came with the old register: nobody watches its time.")
    causes += [
        f"{closing.reference}: {why[0].lower()}{why[1:]} So it cannot be the one that closes."
        for why in void_case.work_done(closing)
    ]
    return causes if causes else _unfinished(closing, remaining)


def pairs(closing: Case, remaining: Case) -> dict[int, int]:
    """For each review of `closing`, the one of `remaining` that seems to be the same offender's."""
    matches = {}
    for review in closing.reviews:
        subject = subject_of_review(review)
        fits = [(compare(subject, subject_of_review(each)), each.id) for each in remaining.reviews]
        candidates = [fit for fit in fits if fit[0].is_likely]
        if candidates:
            matches[review.id] = max(candidates, key=lambda fit: fit[0].weight)[1]
    return matches


def same_offenders(
    closing: Case, remaining: Case, same: Mapping[int, int]
) -> list[tuple[Review, Review]]:
    """Each review that ends, with the one that goes on."""
    others = {review.id: review for review in remaining.reviews}
    chosen = []
    for review in closing.reviews:
        other = others.get(same.get(review.id, 0))
        if other is None:
            raise Refused(
                f"Choose which offender of {remaining.reference} {review.offender_name} is. If "
                f"they are not there, add them to {remaining.reference} first."
            )
        chosen.append((review, other))
    return chosen


def check_time(goes_on: Sequence[tuple[Review, Review]]) -> None:
    """Raise `Refused` where time would be lost."""
    for review, other in goes_on:
        if review.last_day_on and review.last_day_on != other.last_day_on:
            theirs = day_words(other.last_day_on) if other.last_day_on else "not known"
            way = "Put the wrong one right" if other.last_day_on else "Carry the sentence over"
            raise Refused(
                f"The last day for {review.offender_name} is {day_words(review.last_day_on)} in "
                f"{review.case.reference} and {theirs} in {other.case.reference}. {way} first, so "
                "that no time is lost."
            )


def _unfinished(closing: Case, remaining: Case) -> list[str]:
    """List what a person must finish in the closing case, so that nothing is lost by it."""
    reasons = []
    writing = (DraftState.WRITING, DraftState.CHECKED)
    drafted = exists().where(LetterDraft.case_id == closing.id, LetterDraft.state.in_(writing))
    if db.session.scalar(select(drafted)):
        reasons.append(
            f"A letter is being written in {closing.reference}. Issue it or discard it first."
        )
    outstanding = exists().where(
        Paper.case_id == closing.id, Paper.received_at.is_(None), Paper.not_applicable_reason == ""
    )
    if db.session.scalar(select(outstanding)):
        reasons.append(
            f"{closing.reference} waits for papers from the CPS, and nobody would chase them. Ask "
            f"for them in {remaining.reference}, and record here that they do not apply."
        )
    return reasons
