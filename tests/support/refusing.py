"""Answering one review “no”, as its own page does."""

from typing import Any

from tests.support import build
from ulss_tracker.models import Review, User
from ulss_tracker.services.desk import refusals
from ulss_tracker.services.desk.refusals import Chosen


def chosen(review: Review, **given: Any) -> list[Chosen]:
    """The review, seen as it is and read whole."""
    return [Chosen(record=review, seen=str(review.version), is_read_whole=True, **given)]


def prepare(review: Review, by: User | None = None, **given: Any) -> Review:
    """Begin its letters. Raises what refuses it."""
    return refusals.prepare(chosen(review, **given), by or build.user()).only()
