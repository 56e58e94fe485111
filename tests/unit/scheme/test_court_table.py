"""The list of courts is refused where it does not hold together."""

from pathlib import Path

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.courts.court_table import CourtKind, load_court_table, load_court_words
from ulss_tracker.scheme.table import TableError

CROWN = CourtKind.CROWN_COURT


def write(folder: Path, *, crown: str = "", elsewhere: str = "", words: str = "") -> Path:
    (folder / "crown_test.toml").write_text(crown, encoding="utf-8")
    (folder / "elsewhere.toml").write_text(elsewhere, encoding="utf-8")
    (folder / "words.toml").write_text(words, encoding="utf-8")
    return folder


LEEDS = '[[court]]\nid = "leeds"\nname = "Leeds Crown Court"\n'


def test_a_court_is_the_crown_court_unless_it_says_otherwise(tmp_path: Path) -> None:
    elsewhere = '[[court]]\nid = "youth"\nname = "A youth court"\nkind = "youth"\nnote = "N"\n'
    courts = load_court_table(write(tmp_path, crown=LEEDS, elsewhere=elsewhere))
    assert [(court.id, court.kind, court.note) for court in courts] == [
        ("youth", CourtKind.YOUTH, "N"),
        ("leeds", CROWN, ""),
    ]


@from_table
def test_a_wrong_list_is_refused(tmp_path: Path, crown: str, words: str) -> None:
    with pytest.raises(TableError, match=words):
        load_court_table(write(tmp_path, crown=crown))


def test_wrong_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="said must be a table"):
        load_court_words(write(tmp_path, words='plain = ["the"]\n'))
    with pytest.raises(TableError, match="unknown name moon"):
        load_court_words(write(tmp_path, words='[said]\nmoon = ["moon court"]\n'))
