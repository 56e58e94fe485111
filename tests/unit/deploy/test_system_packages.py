"""Messages about missing packages: one line with the command, before anything is made.

The scripts run on a PATH of a few tools, without apt-get, so that nothing is ever installed here.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

pytestmark = pytest.mark.slow

TOOLS = ("bash", "dirname", "make")
SAY = "Packages are missing. Run this, then try again: sudo apt-get install --no-install-recommends"
LETTERS = "libpangoft2-1.0-0 libharfbuzz-subset0"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has Python and hardly anything else."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "python3").symlink_to(sys.executable)
    return {"PATH": str(tools)}


@pytest.fixture
def without_pango(bare: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The same, and of what letters need there are files that are no libraries."""
    libraries = tmp_path / "lib"
    libraries.mkdir()
    for name in ("libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
        (libraries / name).touch()
    return bare | {"LD_LIBRARY_PATH": str(libraries)}


def run(
    *command: str | Path, environment: dict[str, str], at: Path = ROOT
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*map(str, command)], cwd=at, env=environment, capture_output=True, text=True, timeout=60
    )


def look(*groups: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return run("deploy/system-packages.sh", *groups, environment=environment)


def test_what_letters_need_is_named_in_one_line(without_pango):
    looked = look("letters", environment=without_pango)
    assert (looked.returncode, looked.stdout) == (1, "")
    assert looked.stderr == f"{SAY} {LETTERS}\n"


def test_several_groups_are_asked_for_at_once(bare):
    looked = look("backup", "proofs", environment=bare)
    assert (looked.returncode, looked.stderr) == (1, f"{SAY} pgbackrest age faketime\n")


def test_what_is_there_is_not_named(bare, tmp_path):
    for tool in ("pgbackrest", "age"):
        (tmp_path / "bin" / tool).symlink_to("/bin/true")
    looked = look("backup", environment=bare)
    assert (looked.returncode, looked.stdout, looked.stderr) == (0, "", "")


def test_what_is_only_wanted_is_done_without(bare, tmp_path):
    tools = tmp_path / "bin"
    for tool in ("pdfinfo", "qpdf", "chromium", "initdb", "clamd"):
        (tools / tool).symlink_to("/bin/true")
    known = tools / "apt-cache"
    known.write_text(f"#!{shutil.which('bash')}\necho '  Candidate: 1.0'\n")
    known.chmod(0o755)
    looked = look("tests", environment=bare)
    assert (looked.returncode, looked.stdout, looked.stderr) == (0, "", "")
    (tools / "chromium").unlink()
    assert look("tests", environment=bare).stderr == f"{SAY} chromium\n"


def test_a_group_that_is_none_is_refused(bare):
    looked = look("letter", environment=bare)
    assert looked.returncode == 2
    assert "no group of packages called 'letter'" in looked.stderr


def test_make_run_stops_before_anything_is_made(without_pango, tmp_path):
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "deploy", checkout / "deploy")
    shutil.copy(ROOT / "Makefile", checkout)
    ran = run("make", "run", environment=without_pango, at=checkout)
    said, of_make = ran.stderr.splitlines()
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said == f"{SAY} {LETTERS}"
    assert of_make.startswith("make: *** ")
    assert {each.name for each in checkout.iterdir()} == {"deploy", "Makefile"}


def test_a_python_that_is_asked_for_and_cannot_be_used_is_named(bare):
    found = run("deploy/find-python.sh", environment=bare | {"PYTHON_FOR_VENV": "/no/python"})
    assert (found.returncode, found.stdout) == (1, "")
    assert "PYTHON_FOR_VENV is /no/python" in found.stderr


def test_the_whole_suite_has_every_group_of_packages() -> None:
    """A test skipped for want of one shows nothing, and the standard's table asks for it."""
    script = (ROOT / "deploy/system-packages.sh").read_text(encoding="utf-8")
    groups = set(re.findall(r"^        ([a-z]+)\)", script, re.MULTILINE))
    asked = re.findall(r"deploy/system-packages\.sh (.+)", (ROOT / "Makefile").read_text("utf-8"))
    assert groups >= {"tests", "office"}
    assert set(" ".join(asked).split()) == groups
