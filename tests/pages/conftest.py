"""Who looks at the pages."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role


@pytest.fixture
def at_now(app: Flask, at: Callable[[datetime], None], request: pytest.FixtureRequest) -> None:
    """The clock stands at the NOW of the test's file."""
    at(request.module.NOW)


@pytest.fixture
def second_factor_on(app: Flask, at_now: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each who signs in gives a second factor too, at the NOW of the test's file."""
    monkeypatch.setitem(app.config, "SECOND_FACTOR", True)


@pytest.fixture
def caseworker(signed_in) -> CheckedClient:
    """A caseworker, signed in."""
    return signed_in(Role.CASEWORKER)


@pytest.fixture
def supervisor(signed_in) -> CheckedClient:
    """A supervisor, signed in."""
    return signed_in(Role.SUPERVISOR)


@pytest.fixture
def administrator(signed_in) -> CheckedClient:
    """An administrator, signed in."""
    return signed_in(Role.ADMINISTRATOR)
