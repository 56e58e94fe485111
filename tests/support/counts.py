"""Says how many tests passed on each database and which failed, from pytest's own reports."""

import sys
from pathlib import Path
from xml.etree import ElementTree

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MOST_NAMED = 8
MOST_CHARACTERS = 240


def count(report: Path) -> tuple[int, int, int]:
    """How many tests passed, failed (errors among them) and were skipped."""
    written = ElementTree.parse(report)  # noqa: S314 - by pytest, just now
    suite = written.getroot().find("testsuite")
    if suite is None:
        raise ValueError(f"{report} holds no tests")
    total, failed, skipped = (
        sum(int(suite.get(name, "0")) for name in names)
        for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return total - failed - skipped, failed, skipped


def failures(report: Path) -> list[str]:
    """Each test that failed, with the first line of what it said."""
    written = ElementTree.parse(report)  # noqa: S314 - by pytest, just now
    named = []
    for test in written.getroot().iter("testcase"):
        for outcome in (*test.findall("failure"), *test.findall("error")):
            reason = " ".join(outcome.get("message", "").split())[:MOST_CHARACTERS]
            named.append(f"{test.get('classname')}::{test.get('name')}: {reason}")
    return named


def main(reports: list[Path]) -> int:
    """Print a line for each report; 1 when anything failed or nothing ran."""
    wrong = False
    for report in reports:
        name = NAMES[report.stem.removeprefix("tests-")]
        if not report.exists():
            sys.stdout.write(f"{name}: the tests did not run\n")
            wrong = True
            continue
        passed, failed, skipped = count(report)
        sys.stdout.write(f"{name}: {passed} passed, {failed} failed, {skipped} skipped\n")
        for failure in failures(report)[:MOST_NAMED]:
            sys.stdout.write(f"  {failure}\n")
        wrong = wrong or failed > 0 or passed == 0
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
