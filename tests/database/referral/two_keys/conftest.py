"""The lock on a Wednesday, twelve days before the moment to file."""

import pytest
from flask import Flask

from tests.support.two_keys import NOW


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
