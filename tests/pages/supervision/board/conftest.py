"""A supervisor at the board, on a Wednesday morning."""

import pytest
from flask import Flask

from tests.support.board_page import NOW


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
