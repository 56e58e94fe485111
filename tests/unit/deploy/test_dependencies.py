"""What the tracker is made of: the list of components, the vendored scripts, the standard."""

import hashlib
import json
import re
from pathlib import Path

from config import ROOT
from tests.support import asvs

SUMS = ROOT / "deploy" / "vendored.sha256"
VENDORED = ROOT / "ulss_tracker" / "static" / "vendor"
SBOM = ROOT / "docs" / "sbom.json"


def test_the_list_of_components_is_that_of_the_pins() -> None:
    pins = dict(
        re.findall(
            r"^([\w.-]+)(?:\[[\w,-]+\])?==([^ ;\\]+)", _read("requirements.txt"), re.MULTILINE
        )
    )
    found = json.loads(SBOM.read_text())["components"]
    listed = {each["name"]: each["version"] for each in found}
    front_ends = {name for name in listed if f"| {name} |" in (VENDORED / "README.md").read_text()}
    assert len(front_ends) == 3
    assert {name: listed[name] for name in listed.keys() - front_ends} == pins
    assert all(component["hashes"] for component in found)
    assert "http" not in SBOM.read_text()


def test_every_vendored_file_is_as_it_was_taken() -> None:
    sums = {Path(file): sha for sha, file in map(str.split, SUMS.read_text().splitlines())}
    files = {each.relative_to(ROOT) for each in VENDORED.rglob("*") if each.is_file()}
    assert set(sums) == files
    for file, sha in sums.items():
        assert hashlib.sha256((ROOT / file).read_bytes()).hexdigest() == sha, file


def test_what_is_no_longer_kept_is_not_used() -> None:
    sources = [*(ROOT / "ulss_tracker").rglob("*.py"), ROOT / "config.py", ROOT / "wsgi.py"]
    assert len(sources) > 500
    for gone in ("docopt", "clamd"):
        pattern = re.compile(rf"^\s*(import|from) {gone}\b", re.MULTILINE)
        assert not [each for each in sources if pattern.search(each.read_text())]


def test_hashes_of_ours_are_of_256_bits_or_more() -> None:
    used: dict[str, set[str]] = {}
    for path in (ROOT / "ulss_tracker").rglob("*.py"):
        for name in re.findall(r"(?:hashlib\.|from hashlib import )(\w+)", path.read_text()):
            used.setdefault(name, set()).add(path.name)
    # A service of leaked passwords is asked by SHA-1, which keeps nothing.
    assert used.pop("sha1") == {"known_passwords.py"}
    assert set(used) == {"sha256", "blake2b", "file_digest"}


def test_the_standard_is_held_to_and_a_planted_gap_is_found(tmp_path: Path) -> None:
    text = _read("docs/asvs.csv")
    assert list(asvs.faults(asvs.requirements(text))) == []
    assert len(asvs.standard()) == 253
    for before, after, fault in (
        (
            "test_reading_never_writes",
            "test_reading_never_wrote",
            "no test test_reading_never_wrote",
        ),
        ("16.2.1,2,", "16.2.9,2,", "16.2.1 is left out"),
        (",met,forms.md", ",met,not-there.md", "no document not-there.md"),
        (",met,forms.md files.md,", ",met,,", "says not what shows it"),
        (",met,forms.md files.md,", ",partly,forms.md,", "does not say why"),
    ):
        assert before in text
        planted = asvs.requirements(text.replace(before, after))
        assert fault in " ".join(asvs.faults(planted))
    result = tmp_path / "tests.xml"
    result.write_text(
        '<testsuites><testsuite><testcase classname="tests.pages.core.test_access"'
        ' name="test_reading_never_writes[x]"><failure/></testcase><testcase'
        ' classname="tests.pages.core.test_hosts"'
        ' name="test_each_host_has_its_own_pages_alone"/></testsuite></testsuites>'
    )
    unproved = list(asvs.unproved(asvs.requirements(text), [result]))
    assert "pages/core/test_access.py::test_reading_never_writes did not pass" in unproved
    assert "pages/core/test_hosts.py::test_each_host_has_its_own_pages_alone did not pass" not in (
        unproved
    )


def _read(name: str) -> str:
    return (ROOT / name).read_text()
