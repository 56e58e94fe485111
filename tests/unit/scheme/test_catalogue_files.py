"""A catalogue that does not hold together is refused at load, and the row is named."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.catalogue_files import (
    CatalogueError,
    read_offences_from,
    read_searched,
)
from ulss_tracker.scheme.offences.offence import Read

QUESTIONS = (Path(__file__).parent / "data" / "catalogue_files.questions.toml").read_text(
    encoding="utf-8"
)
GOOD = (Path(__file__).parent / "data" / "catalogue_files.good.toml").read_text(encoding="utf-8")


def data_of(tmp_path: Path, offences: str, questions: str = QUESTIONS) -> Path:
    folder = tmp_path / "offences"
    folder.mkdir()
    (folder / "things.toml").write_text(offences, encoding="utf-8")
    (tmp_path / "questions.toml").write_text(questions, encoding="utf-8")
    (tmp_path / "periods.toml").write_text("", encoding="utf-8")
    return tmp_path


def test_a_sound_catalogue_is_read_whole(tmp_path: Path) -> None:
    one, two = read_offences_from(data_of(tmp_path, GOOD))
    assert (one.id, one.family, one.provision, one.paragraph, one.note) == (
        "one",
        "things",
        "",
        "",
        "",
    )
    assert (one.later, one.earlier) == ("two", None)
    assert (two.later, two.earlier) == (None, "one")
    assert two.source == "the Order; the Act"
    assert two.everyday_names == ("second thing",)
    assert two.sections == {"2"}
    assert two.open_points[0].reason == "Contested."
    (question,) = two.questions
    assert (question.id, question.taken_as, question.optional) == ("aim", "yes", False)
    assert [answer.decides for answer in question.answers] == ["next", "one"]
    assert question.answer("no").text == "Theft"
    assert question.answer("perhaps") is None


@from_table
def test_a_fault_is_refused_and_its_row_named(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError, match=r"(one|two|things\.toml)") as refused:
        read_offences_from(data_of(tmp_path, GOOD.replace(old, new, 1)))
    assert words in str(refused.value)


def test_a_row_in_the_scheme_needs_its_first_day(tmp_path: Path) -> None:
    row = """
[[offence]]
id = "one"
title = "First"
act = "An Act 2000"
basis = "indictable_only"
source = ["the Act"]
verified = true
"""
    with pytest.raises(CatalogueError, match="one: an offence in the scheme needs the day"):
        read_offences_from(data_of(tmp_path, row))


def test_a_question_may_be_taken_as_what_brings_a_case_in(tmp_path: Path) -> None:
    for number, decides in enumerate(("in", "two")):
        where = tmp_path / str(number)
        where.mkdir()
        lines = f'[offence.ask.aim]\ntaken_as = "yes"\nyes = "{decides}"\nno = "next"\n'
        text = GOOD.replace('later = "two"\n', 'later = "two"\n', 1)
        first, second = text.split('[[offence]]\nid = "two"')
        offences = read_offences_from(
            data_of(where, f'{first}\n{lines}\n[[offence]]\nid = "two"{second}')
        )
        assert offences[0].questions[0].taken_as == "yes"


def test_who_read_a_row_again_stands_in_it(tmp_path: Path) -> None:
    read = 'read = { by = "A. Lawyer", on = 2026-12-01, copy = "the page" }'
    text = GOOD.replace('source = ["the Act"]', f'source = ["the Act"]\n{read}', 1)
    one, two = read_offences_from(data_of(tmp_path, text))
    assert one.read == Read("A. Lawyer", date(2026, 12, 1), "the page")
    assert two.read is None


def test_a_day_of_conduct_parts_two_answers(tmp_path: Path) -> None:
    dated = QUESTIONS.replace("[aim]", "[aim]\nconduct_from = 2020-01-01", 1)
    (question,) = read_offences_from(data_of(tmp_path, GOOD, dated))[1].questions
    given = [question.of_conduct(day) for day in (date(2019, 12, 31), date(2020, 1, 1))]
    assert given == list(question.answers)
    three = dated.replace('no = "Theft"', 'no = "Theft"\nother = "Neither"', 1)
    (tmp_path / "questions.toml").write_text(three, encoding="utf-8")
    with pytest.raises(CatalogueError, match="parts two answers"):
        read_offences_from(tmp_path)


def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"things\.toml"):
        read_offences_from(data_of(tmp_path, "[[offence"))


SEARCHED = """
[names]
"thing" = ["one", "two"]
[acts]
"An Act 2000" = "AA"
"""


def test_words_an_offence_is_looked_for_by_are_read_under_its_id(tmp_path: Path) -> None:
    offences = read_offences_from(data_of(tmp_path, GOOD))
    (tmp_path / "searched.toml").write_text(SEARCHED, encoding="utf-8")
    assert read_searched(offences, tmp_path) == {
        "one": ["thing", "AA "],
        "two": ["thing", "AA s.2"],
    }


@from_table
def test_words_for_what_is_not_in_the_catalogue_are_refused(
    tmp_path: Path, searched: str, words: str
) -> None:
    offences = read_offences_from(data_of(tmp_path, GOOD))
    (tmp_path / "searched.toml").write_text(searched, encoding="utf-8")
    with pytest.raises(CatalogueError, match=words):
        read_searched(offences, tmp_path)
