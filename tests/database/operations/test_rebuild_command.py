"""`flask data rebuild`: each part by its name, by the command of before, and all of them."""

import pytest
from flask import Flask

from tests.support import build

PARTS = {
    "deadlines": (["clock", "rebuild"], "deadlines made or put right"),
    "answers": (["scheme", "reassess"], "asked again"),
    "matches": (["match", "index"], "given their keys"),
    "search": (["search", "rebuild"], "records can be found"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_and_the_command_of_before_say_the_same(app: Flask, part: str) -> None:
    build.eligible_review()
    old, words = PARTS[part]
    runner = app.test_cli_runner()
    said = [runner.invoke(args=args) for args in (["data", "rebuild", part], old)]
    assert [result.exit_code for result in said] == [0, 0]
    assert words in said[0].output
    assert said[0].output == said[1].output


def test_without_a_part_all_are_made_again(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["data", "rebuild"])
    assert result.exit_code == 0
    assert all(words in result.output for _, words in PARTS.values())
