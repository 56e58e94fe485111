"""Exceptions in what a review rests on: its date, the law, a second person's word, an override."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.models import Case, Redating, Review, Sentence, db
from ulss_tracker.scheme.doubts import Doubt
from ulss_tracker.services import confirmations, doubts, overrides, redating, requests
from ulss_tracker.services.exceptions.group import LIVING, TO_FILE, Group, Item, item_of, of_reviews
from ulss_tracker.services.overrides import OverrideState

_MOST_DOUBTED = 200  # the soonest to be filed; a doubt further off has time


def date_doubts(shown: int) -> Group:
    """Dates kept although something speaks against them."""
    query = (
        select(Review)
        .where(*TO_FILE, Review.file_by_at.is_not(None))
        .options(
            joinedload(Review.case).selectinload(Case.requests),
            selectinload(Review.sentences).selectinload(Sentence.convictions),
        )
        .order_by(Review.file_by_at, Review.id)
        .limit(_MOST_DOUBTED)
    )
    found = [
        item_of(review, " ".join(doubt.text for doubt in doubted))
        for review in db.session.scalars(query)
        if (doubted := _doubts_of(review))
    ]
    found += [
        Item(
            reference=request.reference,
            request_reference=request.reference,
            name=request.offender_name,
            why=" ".join(doubt.text for doubt in doubted),
        )
        for request, doubted in requests.doubted(_MOST_DOUBTED)
    ]
    return Group(
        "date_doubts",
        "Date of sentence in doubt",
        "Kept although something speaks against it. Check it against the court’s record. The "
        "requests are those that staff logged, while no sentence is recorded for them.",
        found[:shown],
        len(found),
    )


def _doubts_of(review: Review) -> list[Doubt]:
    return [
        doubt
        for sentence in review.sentences
        for doubt in doubts.doubts_of(review, sentence.sentenced_on, sentence)
    ]


def redated(shown: int) -> Group:
    """Moments and answers that changed, and that nobody has signed."""
    page = redating.to_sign()
    return Group(
        "redated",
        "Moments and answers that changed",
        "A date, the law or a holiday changed, and with it the time left or the rules’ answer. "
        "Nobody has signed.",
        [item_of(each.review, _redating_words(each)) for each in page.rows[:shown]],
        redating.count_to_sign(),
    )


def _redating_words(each: Redating) -> str:
    words = []
    if each.has_moved:
        words.append("Less time than was believed" if each.is_sooner else "Moved")
    if each.is_answered_otherwise:
        was, now = (
            verdict.label if verdict else "none" for verdict in (each.was_verdict, each.verdict)
        )
        words.append(f"The rules said “{was}” and say “{now}” now")
    return ". ".join(words)


def unconfirmed(shown: int) -> Group:
    """Reviews that have waited two working days for a second person."""
    page = confirmations.unconfirmed()
    return Group(
        "unconfirmed",
        "Not confirmed by a second person",
        "Waiting two working days or more for somebody to check date, court and offence.",
        [item_of(review, "Waiting for a second person") for review in page.rows[:shown]],
        confirmations.count_unconfirmed(),
    )


def overridden(shown: int) -> Group:
    """Reviews whose answer is a supervisor’s own and not the rules’."""
    stand = overrides.of_reviews(overrides.Asked(state=OverrideState.STANDS))
    to_sign = overrides.of_reviews(overrides.Asked(state=OverrideState.TO_SIGN))
    return of_reviews(
        "overrides",
        "The rules’ answer is overridden",
        "A supervisor’s own answer stands, or waits for a second signature.",
        (*LIVING, or_(stand, to_sign)),
        _override_words,
        shown,
        with_assessments=True,
    )


def _override_words(review: Review) -> str:
    state = overrides.state_of(review)
    words = state.label if state else ""
    if overrides.is_of_older_law(review):
        words += ". The law has changed since: look again"
    return words
