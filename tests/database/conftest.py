"""The clock as a module of tests wants it."""

import pytest
from flask import Flask

from tests.support.clocks import SetClock


@pytest.fixture
def now(request: pytest.FixtureRequest, app: Flask, at: SetClock) -> None:
    """The tests of a module that uses it begin at its `NOW`."""
    at(request.module.NOW)
