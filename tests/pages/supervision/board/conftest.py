"""A supervisor at the board, on a Wednesday morning."""

import pytest
from flask import Flask

from tests.support.board_page import NOW
from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


@pytest.fixture
def supervisor(signed_in) -> CheckedClient:
    return signed_in(Role.SUPERVISOR)
