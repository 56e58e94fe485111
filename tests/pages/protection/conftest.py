"""A review of which not all may be known."""

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.models import Review
from ulss_tracker.services.core.unit_of_work import transaction


@pytest.fixture
@transaction()
def restricted(app: Flask) -> Review:
    """A review of an offence that brings anonymity."""
    review = build.review()
    build.conviction(build.sentence(review), "spec-soa56-14")
    return review
