"""The clock and the settings of the office as tests want them."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.support.clocks import SetClock
from ulss_tracker.services.core import office_details


@pytest.fixture
def now(request: pytest.FixtureRequest, app: Flask, at: SetClock) -> None:
    """The tests of a module that uses it begin at its `NOW`."""
    at(request.module.NOW)


@pytest.fixture
def configure(app: Flask) -> Iterator[Callable[..., None]]:
    """Settings of the office for one test."""
    yield lambda **settings: office_details.configure({**app.config, **settings}) and None
    office_details.configure(app.config)
