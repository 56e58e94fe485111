"""Who looks at the pages."""

import pytest

from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role


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
