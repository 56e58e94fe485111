"""After each test nobody reads any longer, whoever it read as."""

from collections.abc import Iterator

import pytest

from ulss_tracker.services.protection import access_filter


@pytest.fixture(autouse=True)
def _read_for_nobody_after() -> Iterator[None]:
    yield
    access_filter.read_for(None)
