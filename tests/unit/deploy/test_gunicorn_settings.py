"""gunicorn's settings, on machines that are not alike."""

import runpy

import pytest

from config import ROOT


@pytest.fixture(scope="module")
def settings():
    return runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))


def test_the_heartbeat_is_in_memory_where_that_can_be_written(settings, tmp_path):
    assert settings["heartbeat_directory"](str(tmp_path)) == str(tmp_path)


@pytest.mark.parametrize("memory", ["/proc", "/no/such/directory"])
def test_and_where_files_usually_are_where_it_cannot(settings, memory):
    assert settings["heartbeat_directory"](memory) is None
