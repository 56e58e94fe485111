"""The ways to divide reviews and requests for figures, by id."""

from collections.abc import Mapping

from ulss_tracker.services.supervision.dimensions.base import NOT_KNOWN, Dimension
from ulss_tracker.services.supervision.dimensions.requests import (
    NOT_ANSWERED,
    NOT_LOOKED_AT,
    REQUESTS,
)
from ulss_tracker.services.supervision.dimensions.reviews import REVIEWS, STILL_OPEN

DIMENSIONS: Mapping[str, Dimension] = {each.id: each for each in (*REVIEWS, *REQUESTS)}
