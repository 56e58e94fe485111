"""The office on a Tuesday."""

import pytest
from flask import Flask

from tests.support.clocks import SetClock
from tests.support.notifications import TUESDAY


@pytest.fixture(autouse=True)
def _tuesday(app: Flask, at: SetClock) -> None:
    at(TUESDAY)
