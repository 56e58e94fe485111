"""Sentences and offences recorded through the services, with what a test says of them."""

from datetime import date
from typing import Any

from tests.support import build
from ulss_tracker.models import Conviction, Review, Sentence, User
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.services.cases import convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.sentences import SentenceInput

PASSED_ON = date(2026, 3, 2)


def passed(**changes: Any) -> SentenceInput:
    """Make a caseworker's entry of a sentence of three years; `changes` say otherwise."""
    said: dict[str, Any] = {
        "sentenced_on": PASSED_ON,
        "order_kind": OrderKind.IMPRISONMENT,
        "text": "3 years' imprisonment",
    }
    return SentenceInput(**(said | changes))


def record(review: Review, **changes: Any) -> Sentence:
    """Record such a sentence, as a caseworker does."""
    return sentences.record_sentence(review, passed(**changes), build.user(), review.version)


def correct(sentence: Sentence, by: User | None = None, **changes: Any) -> None:
    """Correct a sentence to such a one, as a caseworker does."""
    review = sentence.review
    sentences.change_sentence(
        review, sentence, passed(**changes), by or build.user(), review.version
    )


def convict(sentence: Sentence, **said: Any) -> Conviction:
    """Record an offence that the sentence was passed for, as a caseworker does."""
    review = sentence.review
    return convictions.record_conviction(
        review, sentence, ConvictionInput(**said), build.user(), review.version
    )
