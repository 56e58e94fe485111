"""What the document for operators must say of each alarm."""

import ast
import re
from pathlib import Path

from config import ROOT

OPERATIONS = ROOT / "docs" / "operations.md"


def alarms(file: Path) -> set[str]:
    """The kinds of alarm that a module can raise."""
    calls = (each for each in ast.walk(ast.parse(file.read_text())) if isinstance(each, ast.Call))
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in {"Alarm", "about_each"}
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_alarm_has_a_line_with_what_to_do() -> None:
    services = ROOT / "ulss_tracker" / "services"
    elsewhere = (services / "requests" / "outage.py", services / "protection" / "access_records.py")
    files = (*(services / "operations").glob("*.py"), *elsewhere)
    raised = set().union(*(alarms(file) for file in files))
    text = OPERATIONS.read_text()
    table = text.partition("\n## Every alarm\n")[2].partition("\n## ")[0]
    rows = [row.split(" | ") for row in table.splitlines() if row.startswith("| `")]
    assert len(raised) > 15
    assert raised == {re.findall(r"`(.+)`", row[0])[0] for row in rows}
    assert all(len(row) == 3 and len(row[2]) > 20 for row in rows), "each says what to do"


def test_what_is_most_urgent_comes_first() -> None:
    headings = [line for line in OPERATIONS.read_text().splitlines() if line.startswith("## ")]
    assert headings[0] == "## 16:55 on the last day, and something is broken"
