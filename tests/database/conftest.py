"""The clock as a module of tests wants it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask


@pytest.fixture
def now(request: pytest.FixtureRequest, app: Flask, at: Callable[[datetime], None]) -> None:
    """The tests of a module that uses it begin at its `NOW`."""
    at(request.module.NOW)
