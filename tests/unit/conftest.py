"""The promise of `make unit`: no database, and a test not marked slow starts no process."""

import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that needs a database: deploy/run-tests.sh looks for none here."""
    for item in items:
        asks = "databases" in getattr(item, "fixturenames", ())
        if HERE in item.path.parents and (asks or item.get_closest_marker("on_postgresql")):
            raise pytest.UsageError(f"{item.nodeid} needs a database: it belongs elsewhere")


@pytest.fixture(autouse=True)
def _no_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(subprocess, "Popen", _refuse)


def _refuse(*command: object, **_settings: object) -> None:
    pytest.fail(f"a unit test starts {command[0]}: mark it slow")
