"""Equality answers: counted by month, and nothing else is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.clocks import SetClock
from ulss_tracker.models import EqualityAnswer, db
from ulss_tracker.services.requests import equality

pytestmark = pytest.mark.usefixtures("app")


def counted() -> dict[tuple[str, str, str], int]:
    rows = db.session.scalars(select(EqualityAnswer))
    return {(row.month, row.question, row.answer): row.count for row in rows}


def test_each_question_counts_once_and_what_is_left_blank_counts_as_not_said(at: SetClock) -> None:
    at(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))  # already April in London
    with pytest.raises(ValueError, match="not an answer to age"):
        equality.count({"age": "my name is Ada Brown"})
    assert counted() == {}
    equality.count({"age": "18_24", "sex": "female"})
    equality.count({"age": "18_24", "sex": None})
    found = counted()
    assert found[("2026-04", "age", "18_24")] == 2
    assert found[("2026-04", "sex", "female")] == 1
    assert found[("2026-04", "sex", "not_said")] == 1
    assert found[("2026-04", "religion", "not_said")] == 2
    assert sum(found.values()) == 2 * len(equality.QUESTIONS)
    at(datetime(2026, 3, 1, tzinfo=UTC))
    equality.count({"age": "18_24"})  # months are counted apart
    assert next(row.month for row in equality.counts()) == "2026-04"
    assert counted()[("2026-03", "age", "18_24")] == 1


def many(number: int, **answers: str) -> None:
    for _ in range(number):
        equality.count(answers)


def told(question: str) -> dict[str, int | None]:
    return {row.answer: row.count for row in equality.counts() if row.question == question}


def test_a_small_number_is_not_told() -> None:
    many(4, sex="female")
    assert set(told("sex").values()) == {None}
    many(1, sex="female")
    assert told("sex") == {"female": 5}


def test_nor_is_one_from_which_it_could_be_worked_out() -> None:
    many(9, religion="christian")
    many(6, religion="none")
    many(1, religion="jewish")
    assert told("religion") == {"christian": 9, "none": None, "jewish": None}
    many(1, religion="sikh")
    # Two of one each: whoever knows the total would know that it is two.
    assert told("religion") == {"christian": 9, "none": None, "jewish": None, "sikh": None}


def test_the_counts_are_printed_without_the_small_ones(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["equality", "counts"]).output == "Nobody has answered yet\n"
    many(6, age="18_24")
    many(1, age="75_over")
    lines = runner.invoke(args=["equality", "counts"]).output.splitlines()
    of_age = [line.split(maxsplit=3)[2:] for line in lines if " age " in line]
    few = "fewer than 5, or not told"
    assert of_age == [["75_over", few], ["18_24", few]]


def test_many_people_at_once_are_all_counted(app: Flask) -> None:
    def answer(_number: int) -> None:
        with app.app_context():
            equality.count({"age": "18_24", "sex": "female"})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(answer, range(24)))
    db.session.rollback()
    assert {count for (_, _, _), count in counted().items()} == {24}


def test_nothing_in_the_table_points_at_a_person_or_a_moment() -> None:
    assert {column.name for column in EqualityAnswer.__table__.columns} == {
        "question",
        "answer",
        "month",
        "count",
    }
