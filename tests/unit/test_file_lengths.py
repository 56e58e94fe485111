"""No file is longer than a person reads in one go: about 250 lines, and never over 400."""

from config import ROOT

LONGEST = 400


def test_no_file_of_the_tracker_or_its_tests_has_over_400_lines() -> None:
    lines = {
        str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines())
        for folder in ("ulss_tracker", "tests")
        for file in (ROOT / folder).rglob("*.py")
    }
    assert len(lines) > 1000
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}
