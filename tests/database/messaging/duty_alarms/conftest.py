"""The duty desk on a Monday, four days before what runs out."""

import pytest
from flask import Flask

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.duty_alarms import NOW
from ulss_tracker.models import (
    User,
)
from ulss_tracker.permissions import Role


@pytest.fixture(autouse=True)
def _now(app: Flask, at: SetClock) -> None:
    at(NOW)


@pytest.fixture
def boss() -> User:
    return build.user(Role.SUPERVISOR)
