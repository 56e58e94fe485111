"""Names read into words that can be compared."""

import pytest

from tests.support.tables import from_table
from ulss_tracker.services.matching.names import read_listed_names, read_names


@from_table
def test_a_name_is_its_words(written: str, words: tuple[str, ...]) -> None:
    assert read_names(written)[0].words == words


@from_table
def test_a_text_may_hold_several_names_or_none(written: str, names: list[str]) -> None:
    assert [" ".join(name.words) for name in read_names(written)] == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ann Lee, Bo Marsh", ["ann lee", "bo marsh"]),
        ("Lee, Ann", ["lee ann"]),
        ("Ann Lee\nBo Marsh and Cy Orr", ["ann lee", "bo marsh", "cy orr"]),
    ],
)
def test_a_list_of_people_is_read_one_by_one(written: str, names: list[str]) -> None:
    assert [" ".join(name.words) for name in read_listed_names(written)] == names


def test_words_that_tell_nobody_apart_are_set_aside_only_when_others_are_left() -> None:
    assert read_names("Omar al-Masri")[0].distinctive == ("omar", "masri")
    assert read_names("De La")[0].distinctive == ("de", "la")


def test_a_double_family_name_is_known_by_its_hyphen() -> None:
    assert read_names("Ann Ward-Holroyd")[0].double == {"ward", "holroyd"}
    assert read_names("Mary-Ann Ward")[0].double == frozenset()


@pytest.mark.parametrize("text", ["\x00", "a" * 10_000, "(((", "’’’", "\u202eJohn", "😀 Smith"])
def test_no_text_is_too_odd_to_read(text: str) -> None:
    read_names(text)
    read_listed_names(text)
