"""gunicorn's settings, on machines that are not alike."""

import gc
import os
import runpy

import pytest
from prometheus_client import values

from config import ROOT


@pytest.fixture(scope="module")
def settings():
    counts_here = values.ValueClass
    settings = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    gc.enable()  # as a worker does
    values.ValueClass = counts_here
    del os.environ["PROMETHEUS_MULTIPROC_DIR"]
    settings["on_exit"](None)
    return settings


def test_the_place_of_a_worker_that_ended_is_the_next_ones(settings):
    for worker in "abc":
        settings["pre_fork"](None, worker)
    settings["child_exit"](None, "b")
    settings["pre_fork"](None, "d")
    assert settings["places"] == {"a": 0, "c": 2, "d": 1}


def test_the_heartbeat_is_in_memory_where_that_can_be_written(settings, tmp_path):
    assert settings["heartbeat_directory"](str(tmp_path)) == str(tmp_path)


@pytest.mark.parametrize("memory", ["/proc", "/no/such/directory"])
def test_and_where_files_usually_are_where_it_cannot(settings, memory):
    assert settings["heartbeat_directory"](memory) is None
