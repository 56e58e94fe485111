"""How likely two records are to be about one sentence, and why."""

import pytest

from tests.support.tables import from_table, rows
from ulss_tracker.services.matching import (
    Match,
    Subject,
    compare,
    rank,
    read_court,
    read_days,
    read_names,
    reasons,
)
from ulss_tracker.services.matching.ranking import NEARLY_LIKELY

HERE, WHEN = "Leeds", "2026-03-05"


def subject(name: str, court: str = "", day: str = "") -> Subject:
    return Subject(read_names(name), read_court(court), read_days(day))


def match(one: str, other: str, *, court: str = "", day: str = "") -> Match:
    return compare(subject(one, court, day), subject(other, HERE, WHEN))


def why(found: Match) -> str:
    return "; ".join(reason.words for reason in reasons(found))


ONE_PERSON = rows(__file__, "scoring.one_person", str, str, str)


def test_a_name_written_otherwise_is_suggested(subtests: pytest.Subtests) -> None:
    for one, other, because in ONE_PERSON:
        with subtests.test(one=one, other=other, because=because):
            for found in (match(one, other), match(other, one)):
                assert found.is_likely
                assert found.score >= 50
                assert because in why(found)


@from_table
def test_one_of_the_family_at_the_same_hearing_is_another_person(one: str, other: str) -> None:
    found = match(one, other, court=HERE, day=WHEN)
    assert not found.is_likely
    assert "Another name" in why(found)
    assert "Same hearing" in why(found)


@from_table
def test_a_namesake_elsewhere_is_not_suggested(court: str, day: str, likely: bool) -> None:
    assert match("John Smith", "John Smith", court=court, day=day).is_likely is likely


def test_part_of_a_name_needs_the_hearing_too() -> None:
    assert not match("Archer", "John Archer").is_likely
    assert match("Archer", "John Archer", court=HERE, day=WHEN).is_likely
    assert not match("J Archer", "John Archer").is_likely
    assert match("J Archer", "John Archer", court=HERE).is_likely


def test_without_a_name_only_the_same_hearing_is_suggested() -> None:
    same = match("", "John Archer", court=HERE, day=WHEN)
    assert same.is_likely
    assert why(same) == "No name to compare; Same hearing: same date and court"
    assert not match("", "John Archer", court=HERE).is_likely
    assert not match("", "John Archer", court=HERE, day="2026-03-09").is_likely


def test_of_two_that_fit_the_contradicted_one_is_not_suggested() -> None:
    wanted = subject("John Archer", HERE, WHEN)
    found = rank(
        wanted,
        [
            ("elsewhere", subject("John Archer", "Bradford", WHEN)),
            ("here", subject("John Archer", HERE, WHEN)),
        ],
        5,
    )
    assert [(each.record, each.is_suggested) for each in found] == [
        ("here", True),
        ("elsewhere", False),
    ]
    alone = rank(wanted, [("elsewhere", subject("John Archer", "Bradford", WHEN))], 5)
    assert alone[0].is_suggested


def test_part_of_a_name_is_suggested_where_only_one_fits() -> None:
    wanted = subject("J Archer")
    one, other = ("one", subject("John Archer", HERE)), ("other", subject("Jane Archer", HERE))
    assert [each.is_suggested for each in rank(wanted, [one], 5)] == [True]
    assert [each.is_suggested for each in rank(wanted, [one, other], 5)] == [False, False]


def test_part_of_a_name_is_not_suggested_where_the_hearing_was_said_and_is_another() -> None:
    wanted = subject("John", HERE, "2026-04-02")
    (found,) = rank(wanted, [("one", subject("John Archer", HERE, WHEN))], 5)
    assert found.match.weight >= NEARLY_LIKELY
    assert not found.is_suggested


@pytest.mark.parametrize(
    ("typed", "meant"), [("Jason haKn", "Jason Khan"), ("Ndl Cox", "Neil Cox")]
)
def test_a_short_name_with_two_slips_is_meant_at_the_same_hearing_alone(
    typed: str, meant: str
) -> None:
    found = match(typed, meant, court=HERE, day=WHEN)
    assert found.is_likely
    assert not found.is_contradicted
    assert "the rest differs by two letters" in why(found)
    assert not match(typed, meant, court=HERE).is_likely
    assert not match(typed, meant, day=WHEN).is_likely


def test_what_fits_far_worse_than_the_best_is_not_suggested_beside_it() -> None:
    wanted = subject("John Archer", HERE, WHEN)
    same = ("same", subject("John Archer", HERE, WHEN))
    name_alone = ("name alone", subject("John Archer"))
    assert [each.is_suggested for each in rank(wanted, [same, name_alone], 5)] == [True, False]
    assert [each.is_suggested for each in rank(wanted, [name_alone], 5)] == [True]


def test_nothing_known_fits_nothing() -> None:
    found = compare(Subject(), Subject())
    assert not found.is_likely
    assert rank(Subject(), [], 5) == []
