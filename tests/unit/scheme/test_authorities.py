"""Authorities: the list as it is typed, and each case that it and the words do not share."""

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.reading.authorities import differences, read_list


@from_table
def test_each_case_cited_and_not_listed_or_the_other_way_is_named(
    listed: str, words: str, named: str
) -> None:
    assert "|".join(differences(read_list(listed.split("|")), words)) == named


@pytest.mark.parametrize(
    ("line", "court", "proposition"),
    [
        (
            "R v Mir [2024] EWCA Crim 239; not borderline",
            "Court of Appeal (Criminal Division)",
            "not borderline",
        ),
        ("R v A [2020] UKSC 1", "Supreme Court", ""),
        ("R v B (2001) 2 Cr App R (S) 12; Court of Appeal; a; b", "Court of Appeal", "a; b"),
        ("R v B (2001) 2 Cr App R (S) 12; a", "", "a"),
    ],
)
def test_the_court_is_the_one_typed_or_that_of_the_neutral_citation(
    line: str, court: str, proposition: str
) -> None:
    (authority,) = read_list([line])
    assert (authority.court, authority.proposition) == (court, proposition)
    assert read_list(["None", "none."]) == []
