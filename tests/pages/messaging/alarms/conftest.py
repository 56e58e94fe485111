"""A caseworker at a page, with Ann on duty, on the last morning."""

import pytest
from flask import Flask

from tests.support import build
from tests.support.alarm_pages import NOW, SetClock
from ulss_tracker.models import User


@pytest.fixture(autouse=True)
def _now(app: Flask, at: SetClock) -> None:
    at(NOW)


@pytest.fixture
def ann(app: Flask) -> User:
    """Ann, who is on duty."""
    ann = build.user(email="ann@example.org", name="Ann Lee")
    build.on_duty(ann)
    return ann
