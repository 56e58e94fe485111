"""Exceptions in what a review rests on: its date, the law, a second person's word."""

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Deadline,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.scheme.time.time_words import day_words, slip_rule_words
from ulss_tracker.services.assessment import (
    date_warnings,
    verification,
)
from ulss_tracker.services.deadlines import slip_rule
from ulss_tracker.services.requests import requests
from ulss_tracker.services.supervision.exceptions.group import (
    TO_FILE,
    Found,
    Item,
    Part,
    item_of,
    key_of,
    kind,
)

_MOST_DOUBTED = 200  # the soonest to be filed; a warning further off has time
_AFTER_REVIEWS = "~"  # sorts after every year, so that requests come last


@kind(
    "Date of sentence in doubt",
    "Kept although something speaks against it. Check it against the court’s record. Looked at "
    f"are the {_MOST_DOUBTED} reviews to be filed first, and of the requests that staff logged "
    "those without a sentence recorded.",
)
def date_doubts(part: Part) -> Found:
    """Dates kept although something speaks against them."""
    query = (
        select(Review)
        .join(Deadline, Deadline.review_id == Review.id)
        .where(*TO_FILE, Review.earliest_file_by_at.is_not(None), Deadline.ended_at.is_(None))
        .options(
            joinedload(Review.case).selectinload(Case.requests),
            selectinload(Review.sentences).selectinload(Sentence.convictions),
        )
        .order_by(Deadline.act_by_at, Deadline.id)
        .limit(_MOST_DOUBTED)
    )
    found = sorted(
        (
            (key_of(review.earliest_file_by_at, review.id), item_of(review, _words(doubted)))
            for review in db.session.scalars(query)
            if (doubted := _doubts_of(review))
        ),
        key=itemgetter(0),
    )
    found += [
        (
            f"{_AFTER_REVIEWS}{request.sentenced_on}_{request.id:010}",
            Item(
                reference=request.reference,
                request_reference=request.reference,
                name=request.offender_name,
                why=_words(doubted),
            ),
        )
        for request, doubted in requests.doubted(_MOST_DOUBTED)
    ]
    return part.of(found, itemgetter(0), itemgetter(1))


def _words(doubted: Sequence[DateWarning]) -> str:
    return " ".join(doubt.text for doubt in doubted)


def _doubts_of(review: Review) -> list[DateWarning]:
    return [
        doubt
        for sentence in review.sentences
        for doubt in date_warnings.warnings_of(review, sentence.sentenced_on, sentence)
    ]


@kind(
    "Sentences outside what the law allows",
    "The label cannot be right, or the Crown Court may vary the sentence. Nothing recorded was "
    "changed. It stays here until somebody says that it is dealt with.",
)
def outside_the_law(part: Part) -> Found:
    """Sentences above the maximum, or below what the law requires, with which nobody has dealt."""
    return part.of(
        slip_rule.running(),
        lambda row: f"{row.last_day_on}_{row.id:010}",
        lambda row: item_of(row.review, f"{row.reason} {slip_rule_words(row.last_day_on)}"),
    )


@kind(
    "Not verified by a second person",
    "Waiting two working days or more for somebody to check date, court and offence.",
)
def unconfirmed(part: Part) -> Found:
    """Reviews that have waited two working days for a second person."""
    return part.first(
        verification.unverified({"long": True}, by=verification.LONGEST_WAITING).rows,
        lambda review: item_of(review, _unconfirmed_words(review)),
        verification.count_unverified({"long": True}),
    )


def _unconfirmed_words(review: Review) -> str:
    assert review.unconfirmed_since_at  # noqa: S101 - the query asks for it
    since = clock.day_of(review.unconfirmed_since_at)
    return f"Waiting since {day_words(since)}"
