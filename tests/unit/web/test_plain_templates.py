"""Templates only draw: they know no role, and compare no stored value with words of their own."""

import re
from pathlib import Path

import config
from tests.support.tables import from_table
from ulss_tracker.permissions import Role

TEMPLATES = config.ROOT / "templates"
LONGEST_LINE = 200
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
FORBIDDEN = (
    # A value or a name of an enumeration, compared with words or sought among them.
    re.compile(r"\.(value|name)\s*(==|!=|in\b|not\s+in\b)"),
    re.compile(r"(select|reject)attr\(\s*[\"'][\w.]*\.?(value|name)[\"']\s*,"),
    # The same without `.value`: an enumeration of strings equals its own words.
    re.compile(r"\.(state|kind|step|standing|role|party|verdict|outcome)\s*(==|!=)\s*[\"']"),
    re.compile(r"\.(state|kind|step|standing|role|party|verdict|outcome)\s+(not\s+)?in\s*[(\[]"),
    re.compile(r"\bRole\."),
    re.compile(rf"[\"']({'|'.join(Role)})[\"']"),
)


def knows_too_much(template: str) -> list[str]:
    """The pieces of a template that decide something which a view should have passed in."""
    return [
        code
        for code in CODE.findall(template)
        if any(pattern.search(code) for pattern in FORBIDDEN)
    ]


def test_no_template_knows_a_role_or_compares_a_value() -> None:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert len(paths) > 150
    found = {
        str(path.relative_to(TEMPLATES)): faults
        for path in paths
        if (faults := knows_too_much(Path(path).read_text(encoding="utf-8")))
    }
    assert found == {}


def test_no_line_of_a_template_is_longer_than_a_person_reads() -> None:
    """But of an email's text, where a paragraph is one line."""
    long = {
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in TEMPLATES.rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    }
    assert long == set()


@from_table
def test_a_planted_one_is_found(planted: str) -> None:
    assert knows_too_much(f"<p>Before</p>{planted}<p>After</p>") == [planted]


@from_table
def test_what_only_draws_is_left_alone(fair: str) -> None:
    assert knows_too_much(fair) == []
