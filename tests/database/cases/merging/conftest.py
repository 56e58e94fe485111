"""Two cases about one proceeding, on a Wednesday morning."""

import pytest
from flask import Flask

from tests.support import build, merged
from tests.support.clocks import SetClock
from ulss_tracker.models import Review
from ulss_tracker.services.core.unit_of_work import transaction


@pytest.fixture(autouse=True)
def _now(app: Flask, at: SetClock) -> None:
    at(merged.NOW)


@pytest.fixture
@transaction()
def remaining() -> Review:
    """The review of the case that remains."""
    review = build.review(offender_name="John Archer", requester_name="First")
    build.sentence(review)
    return review


@pytest.fixture
@transaction()
def closing() -> Review:
    """The review of a case opened later about the same proceeding."""
    review = build.review(offender_name="Jon Archer", requester_name="Second")
    build.sentence(review)
    return review
