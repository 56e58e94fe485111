"""Units of systemd: they go on after a folder has moved, keep nothing in it, and are shut in."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config import ROOT

UNITS = sorted((ROOT / "deploy").glob("tracker-*.service.example"))
# Those of another machine, and of PostgreSQL's own account, run nothing of the release.
OF_THE_RELEASE = [unit for unit in UNITS if not re.search("offsite|pgbackrest", unit.name)]


@pytest.mark.parametrize("unit", OF_THE_RELEASE, ids=lambda unit: unit.name)
def test_a_unit_runs_modules_and_writes_outside_the_release(unit) -> None:
    text = unit.read_text()
    assert re.findall("^ExecStart=(.*)", text, re.M)
    for command in re.findall("^ExecStart=(.*)", text, re.M):
        # A script in .venv/bin names the folder that .venv was made in.
        assert command.startswith("/srv/tracker/.venv/bin/python -m ")
    places = " ".join(re.findall("^ReadWritePaths=(.*)", text, re.M)).split()
    # What opens a stranger's file finds nothing of the tracker's, and writes nothing.
    assert ("/var/lib/tracker" in places) is not ("DynamicUser=true" in text)
    assert not [place for place in places if place.startswith("/srv/tracker/")]


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_a_unit_is_shut_in(unit: Path, tmp_path: Path) -> None:
    """systemd's own measure, from 0 (shut in) to 10: at most 2.0."""
    copy = tmp_path / unit.name.removesuffix(".example")
    shutil.copy(unit, copy)
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20"]
    result = subprocess.run([*command, str(copy)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_only_the_pages_hold_the_key_of_second_factors() -> None:
    holders = [unit.name for unit in UNITS if "SECOND_FACTOR_KEY" in unit.read_text()]
    assert holders == ["tracker-web@.service.example"]
