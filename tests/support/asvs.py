"""docs/asvs.csv held to what it says: every requirement is there, and every test that it names.

`python -m tests.support.asvs` looks at the files; with results of the suite (JUnit's XML) as
arguments each test named must have passed in one of them, and failed in none.
"""

import ast
import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import parse

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs"
LEVELS = Path(__file__).with_name("asvs-levels.txt")
LEAST_MET = 78  # of a hundred: it only rises; the aim is 95
ANSWERS = {"met", "partly", "no", "n/a"}


@dataclass(frozen=True)
class Requirement:
    """One requirement as the table has it."""

    number: str
    level: int
    answer: str
    shown_by: tuple[str, ...]
    why: str

    @property
    def applies(self) -> bool:
        """Whether the requirement is one for the tracker."""
        return self.answer != "n/a"

    @property
    def is_met(self) -> bool:
        """Whether it is met whole."""
        return self.answer == "met"

    @property
    def tests(self) -> list[tuple[str, str]]:
        """The tests that show it: file and name."""
        return [(file, name) for file, _, name in map(_parts, self.shown_by) if name]

    @property
    def documents(self) -> list[str]:
        """The documents that show it."""
        return [file for file, _, name in map(_parts, self.shown_by) if not name]


def requirements(text: str) -> list[Requirement]:
    """The requirements in the table."""
    return [
        Requirement(
            row["id"], int(row["level"]), row["answer"], tuple(row["shown_by"].split()), row["why"]
        )
        for row in csv.DictReader(text.splitlines())
    ]


def _parts(shown_by: str) -> tuple[str, str, str]:
    return shown_by.partition("::")


def standard() -> dict[str, int]:
    """Every requirement of levels 1 and 2, and its level."""
    levels: dict[str, int] = {}
    for line in LEVELS.read_text().splitlines():
        if not line.startswith("#"):
            section, digits = line.split()
            levels |= {f"{section}.{place}": int(digit) for place, digit in enumerate(digits, 1)}
    return {number: level for number, level in levels.items() if level < 3}


def faults(rows: list[Requirement]) -> Iterator[str]:
    """Whatever the table says that is not so."""
    wanted, given = standard(), {row.number: row.level for row in rows}
    for number in wanted.keys() - given.keys():
        yield f"{number} is left out"
    if len(given) != len(rows):
        yield "a requirement stands there twice"
    for row in rows:
        if wanted.get(row.number) != row.level:
            yield f"{row.number} is of another level, or of none"
        yield from _faults_of(row)
    if percent(rows) < LEAST_MET:
        yield f"{percent(rows):.1f}% are met, and {LEAST_MET}% must be"


def _faults_of(row: Requirement) -> Iterator[str]:
    if row.answer not in ANSWERS or (row.is_met and not row.shown_by):
        yield f"{row.number} says not what shows it"
    if not (row.is_met or row.why):
        yield f"{row.number} does not say why"
    yield from (f"{row.number}: no document {name}" for name in _missing(row.documents))
    for file, name in row.tests:
        if name not in _functions(file):
            yield f"{row.number}: no test {name} in {file}"


def unproved(rows: list[Requirement], results: Iterable[Path]) -> Iterator[str]:
    """The tests named which did not pass in any of these results, or failed in one."""
    passed: set[tuple[str, str]] = set()
    failed: set[tuple[str, str]] = set()
    for file in results:
        for case in parse(file).iter("testcase"):  # noqa: S314 - our own suite wrote it
            module = case.get("classname", "").removeprefix("tests.").replace(".", "/") + ".py"
            key = (module, case.get("name", "").partition("[")[0])
            kinds = {child.tag for child in case}
            if kinds & {"failure", "error"}:
                failed.add(key)
            elif "skipped" not in kinds:
                passed.add(key)
    for test in sorted({test for row in rows for test in row.tests}):
        if test in failed or test not in passed:
            yield f"{'::'.join(test)} did not pass"


def percent(rows: list[Requirement]) -> float:
    """How many of those that apply are met, of a hundred."""
    applying = [row for row in rows if row.applies]
    return 100 * sum(row.is_met for row in applying) / len(applying)


def _missing(names: list[str]) -> list[str]:
    return [name for name in names if not (DOCS / name).is_file()]


@cache
def _functions(file: str) -> frozenset[str]:
    path = TESTS / file
    if not path.is_file():
        return frozenset()
    return frozenset(
        each.name for each in ast.parse(path.read_text()).body if isinstance(each, ast.FunctionDef)
    )


def counted(rows: list[Requirement]) -> Iterator[str]:
    """How many are met, by level and in all."""
    for levels in ((1,), (2,), (1, 2)):
        applying = [row for row in rows if row.applies and row.level in levels]
        met = sum(row.is_met for row in applying)
        share = 100 * met / len(applying)
        name = " and ".join(map(str, levels))
        yield f"Level {name}: {met} of {len(applying)} that apply are met ({share:.1f}%)"
    tests = {test for row in rows for test in row.tests}
    documents = {name for row in rows for name in row.documents}
    aside = sum(not row.applies for row in rows)
    yield (
        f"Shown by {len(tests)} tests and {len(documents)} documents; {aside} of the {len(rows)}"
        " requirements do not apply"
    )


def main(results: list[str]) -> int:
    """Print what is wrong and how many are met; 1 where anything is wrong."""
    rows = requirements((DOCS / "asvs.csv").read_text())
    wrong = [*faults(rows), *(unproved(rows, map(Path, results)) if results else ())]
    print("\n".join((*wrong, *counted(rows))))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
