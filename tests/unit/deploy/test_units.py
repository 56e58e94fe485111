"""Units of systemd that go on after a folder has moved, and keep nothing in the release."""

import re

import pytest

from config import ROOT

UNITS = sorted((ROOT / "deploy").glob("tracker-*.service.example"))
OF_THE_RELEASE = [each for each in UNITS if "offsite" not in each.name]  # another machine's


@pytest.mark.parametrize("unit", OF_THE_RELEASE, ids=lambda unit: unit.name)
def test_a_unit_runs_modules_and_writes_outside_the_release(unit) -> None:
    text = unit.read_text()
    assert re.findall("^ExecStart=(.*)", text, re.M)
    for command in re.findall("^ExecStart=(.*)", text, re.M):
        # A script in .venv/bin names the folder that .venv was made in.
        assert command.startswith("/srv/tracker/.venv/bin/python -m ")
    places = " ".join(re.findall("^ReadWritePaths=(.*)", text, re.M)).split()
    assert "/var/lib/tracker" in places
    assert not [place for place in places if place.startswith("/srv/tracker/")]
