"""docs/asvs.md held to what it says: every requirement is there, and every test that it names.

`python -m tests.support.asvs` looks at the files; with results of the suite (JUnit's XML) as
arguments each test named must have passed in one of them, and failed in none.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import parse

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs"
LEVELS = Path(__file__).with_name("asvs-levels.txt")
LEAST_MET = 94
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
_TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
_DOCUMENT = re.compile(r"\]\(([\w-]+\.md)\)")


@dataclass(frozen=True)
class Line:
    """One requirement as the document has it."""

    number: str
    level: int
    words: str

    @property
    def applies(self) -> bool:
        """Whether the requirement is one for the tracker."""
        return not self.words.startswith("n/a: ")

    @property
    def tests(self) -> list[tuple[str, str]]:
        """The tests that show it: file and name."""
        return _TEST.findall(self.words)

    @property
    def documents(self) -> list[str]:
        """The documents that are what is asked for."""
        return _DOCUMENT.findall(self.words) if self.words.startswith("document: ") else []

    @property
    def is_met(self) -> bool:
        """Whether something shows it."""
        return self.applies and bool(self.tests or self.documents)


def lines(text: str) -> list[Line]:
    """The requirements in the document."""
    return [Line(number, int(level), words) for number, level, words in _ROW.findall(text)]


def standard() -> dict[str, int]:
    """Every requirement of levels 1 and 2, and its level."""
    found = {}
    for line in LEVELS.read_text().splitlines():
        if not line.startswith("#"):
            section, levels = line.split()
            found |= {f"{section}.{place}": int(each) for place, each in enumerate(levels, 1)}
    return {number: level for number, level in found.items() if level < 3}


def faults(found: list[Line]) -> Iterator[str]:
    """Whatever the document says that is not so."""
    wanted, given = standard(), {each.number: each.level for each in found}
    for number in wanted.keys() - given.keys():
        yield f"{number} is left out"
    if len(given) != len(found):
        yield "a requirement stands there twice"
    for each in found:
        if wanted.get(each.number) != each.level:
            yield f"{each.number} is of another level, or of none"
        if each.applies and not each.is_met and not each.words.startswith("**not met**: "):
            yield f"{each.number} says neither what shows it nor why not"
        if each.level == 1 and each.applies and not each.is_met:
            yield f"{each.number} is of level 1 and is not met"
        yield from (f"{each.number}: no document {name}" for name in _missing(each.documents))
        for file, name in each.tests:
            if name not in _functions(file):
                yield f"{each.number}: no test {name} in {file}"
    if percent(found) < LEAST_MET:
        yield f"{percent(found):.1f}% are met, and {LEAST_MET}% must be"


def unproved(found: list[Line], results: Iterable[Path]) -> Iterator[str]:
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
    for test in sorted({test for each in found for test in each.tests}):
        if test in failed or test not in passed:
            yield f"{'::'.join(test)} did not pass"


def percent(found: list[Line]) -> float:
    """How many of those that apply are met, of a hundred."""
    applying = [each for each in found if each.applies]
    return 100 * sum(each.is_met for each in applying) / len(applying)


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


def counted(found: list[Line]) -> Iterator[str]:
    """How many are met, by level and in all."""
    for levels in ((1,), (2,), (1, 2)):
        applying = [each for each in found if each.applies and each.level in levels]
        met = sum(each.is_met for each in applying)
        share = 100 * met / len(applying)
        name = " and ".join(map(str, levels))
        yield f"Level {name}: {met} of {len(applying)} that apply are met ({share:.1f}%)"
    tests = {test for each in found for test in each.tests}
    documents = {name for each in found for name in each.documents}
    aside = sum(not each.applies for each in found)
    yield (
        f"Shown by {len(tests)} tests and {len(documents)} documents; {aside} of the {len(found)}"
        " requirements do not apply"
    )


def main(results: list[str]) -> int:
    """Print what is wrong and how many are met; 1 where anything is wrong."""
    found = lines((DOCS / "asvs.md").read_text())
    wrong = [*faults(found), *(unproved(found, map(Path, results)) if results else ())]
    print("\n".join((*wrong, *counted(found))))  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
