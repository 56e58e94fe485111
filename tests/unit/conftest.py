"""The promise of `make unit`: a test that is not marked slow starts no process."""

import subprocess

import pytest


@pytest.fixture(autouse=True)
def _no_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("slow") is None:
        monkeypatch.setattr(subprocess, "Popen", _refuse)


def _refuse(*command: object, **_settings: object) -> None:
    pytest.fail(f"a unit test starts {command[0]}: mark it slow")
