"""Letters ask of WeasyPrint only what it promises to keep, so that another release makes them."""

import ast
import re
from pathlib import Path

import pytest

from config import ROOT

PACKAGE = ROOT / "ulss_tracker" / "adapters" / "pdf"
# What the library promises to keep, as its reference describes it.
PROMISED = {
    "weasyprint",
    "weasyprint.text.fonts",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls",
}


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.name)
def test_only_what_the_library_promises_is_used(file: Path) -> None:
    imported, private = set(), set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr):
            private |= {ast.unparse(node)}
    names = {
        name for name in imported if name and name.partition(".")[0] in {"weasyprint", "pydyf"}
    }
    assert names <= PROMISED
    assert {name for name in private if not name.startswith(("self._", "os._"))} == set()
