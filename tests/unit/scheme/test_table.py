"""Tables of law: what a row may hold, and that a fault names its row."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from ulss_tracker.scheme.table import TableError, TableRow, read_table


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def row(**values: object) -> TableRow:
    return TableRow(values, "colours.toml 3")


def test_values_are_read_as_what_they_are() -> None:
    found = row(
        text="words",
        texts=["one", "two"],
        day=date(2026, 1, 5),
        number=6,
        flag=False,
        colour="blue",
        inner={"text": "deep"},
        rows=[{"text": "first"}, {"text": "second"}],
    )
    assert found.text("text") == "words"
    assert found.texts("texts") == ("one", "two")
    assert found.texts("absent") == ()
    assert found.day("day") == date(2026, 1, 5)
    assert found.day_or_none("day") == date(2026, 1, 5)
    assert found.day_or_none("absent") is None
    assert found.count_or_none("number") == 6
    assert found.count_or_none("absent") is None
    assert found.flag("flag") is False
    assert found.choice("colour", Colour) is Colour.BLUE
    assert found.row("inner").text("text") == "deep"
    assert [each.text("text") for each in found.rows("rows")] == ["first", "second"]
    assert found.rows("absent") == ()
    assert found.has("text")
    assert not found.has("absent")
    assert row(b="1", a="2").names() == ("b", "a")


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("text", [None, "", "  ", 3, ["words"]], r"colours\.toml 3: name must be words"),
        ("texts", ["words", [3], [""]], "name must be"),
        ("day", [None, "2026-01-05", datetime(2026, 1, 5), 2026], "name must be a date"),  # noqa: DTZ001
        ("count_or_none", [0, -1, True, "6", 1.5], "whole number"),
        ("flag", [None, "true", 1], "true or false"),
        ("rows", [{}, [3], "words"], "list of tables"),
        ("row", [3], "name must be a table"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, values: list[object], words: str) -> None:
    for value in values:
        with pytest.raises(TableError, match=words):
            getattr(row(name=value), kind)("name")


def test_a_choice_must_be_on_the_list() -> None:
    with pytest.raises(TableError, match="red, blue, not green"):
        row(name="green").choice("name", Colour)


def test_a_fault_inside_says_where() -> None:
    outer = row(inner={"rows": [{"text": "a"}, {"text": 3}]})
    with pytest.raises(TableError, match=r"colours.toml 3 \[inner\] \[\[rows\]\] 2: text must"):
        outer.row("inner").rows("rows")[1].text("text")
    with pytest.raises(TableError, match="the third: text must"):
        outer.named("the third").text("text")


def test_a_misspelt_name_is_refused() -> None:
    assert row(text="a").only("text", "more").text("text") == "a"
    with pytest.raises(TableError, match="unknown name texte, titel"):
        row(text="a", titel="b", texte="c").only("text")


def test_a_file_is_read_whole_and_a_broken_one_is_named(tmp_path: Path) -> None:
    good = tmp_path / "good.toml"
    good.write_text('text = "ŵ"\n', encoding="utf-8")
    assert read_table(good).text("text") == "ŵ"
    broken = tmp_path / "broken.toml"
    broken.write_text("text = ", encoding="utf-8")
    with pytest.raises(TableError, match=r"broken\.toml: "):
        read_table(broken)
