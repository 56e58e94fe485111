"""Docstrings begin with a noun phrase or a verb: one that begins "What" hides both."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ulss_tracker

PRODUCT = Path(ulss_tracker.__file__).parent
MAY_BEGIN = re.compile(r"""["']\s*What """)
PLANTED = '''
"""What a module is."""
ROWS = 3
"""What a constant is."""
class Board:
    """The board. What it shows is in `rows`."""
    width = 1
    """What an attribute is."""
    def rows(self):
        """What a function is."""
        return "What is no docstring"
'''


def begins_with_what(source: str) -> Iterator[int]:
    """Find the lines of docstrings that begin "What"; those below a name count as well."""
    if not MAY_BEGIN.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text)), lineno=line):
                if text.lstrip().startswith("What "):
                    yield line


def test_no_docstring_begins_with_what() -> None:
    files = sorted(PRODUCT.rglob("*.py"))
    assert len(files) > 100
    assert [
        f"{file.relative_to(PRODUCT)}:{line}"
        for file in files
        for line in begins_with_what(file.read_text("utf-8"))
    ] == []


def test_those_planted_are_found() -> None:
    assert sorted(begins_with_what(PLANTED)) == [2, 4, 8, 10]
