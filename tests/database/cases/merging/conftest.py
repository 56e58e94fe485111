"""Two cases about one proceeding, on a Wednesday morning."""

import pytest
from flask import Flask

from tests.support import merged
from tests.support.clocks import SetClock
from ulss_tracker.models import Review


@pytest.fixture(autouse=True)
def _now(app: Flask, at: SetClock) -> None:
    at(merged.NOW)


@pytest.fixture
def remaining() -> Review:
    return merged.review_that_remains()


@pytest.fixture
def closing() -> Review:
    return merged.review_that_closes()
