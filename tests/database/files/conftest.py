"""Both places where files are kept: what is read was moved there before, as the job does it."""

from collections.abc import Callable, Iterator
from typing import IO

import pytest
from flask import Flask

from tests.support import s3_server
from ulss_tracker.models import StoredFile
from ulss_tracker.services.core import office_details
from ulss_tracker.services.files import moving, storing


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a mock of S3."""
    with s3_server.serving() as address:
        yield address


@pytest.fixture
def store(app: Flask, s3: str, configure: Callable[..., None]) -> None:
    """Files are kept in the object store, for one test."""
    configure(**s3_server.new_bucket(s3))


@pytest.fixture(params=["database", "object-store"])
def kept_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where files are kept: each test in each place."""
    if request.param == "object-store":
        request.getfixturevalue("store")
        read = storing.read

        def moved_before(stored: StoredFile) -> IO[bytes]:
            sum(moving.move_all())
            assert moving.count_elsewhere() == 0
            return read(stored)

        monkeypatch.setattr(storing, "read", moved_before)
    assert request.param == office_details.current().FILES_STORE
    return str(request.param)
