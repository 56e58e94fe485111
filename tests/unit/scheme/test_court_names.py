"""Welsh names of courts, and of the places where they sit."""

import re

from tests.support.tables import from_table
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts

COURTS = load_courts()


def test_every_court_has_a_name_in_welsh_and_is_known_by_it() -> None:
    for court in COURTS:
        name = court.name_in("cy")
        assert not re.search(r"Court|Crown(?! Square)|\bat\b", name), name
        assert court.name_in("en") == court.name
        if court.kind is CourtKind.CROWN_COURT:
            assert COURTS.read(name).court == court, name


@from_table
def test_the_crown_court_at_a_place_in_welsh(place: str, welsh: str) -> None:
    court = COURTS.read(place).court
    assert court is not None
    assert court.name_in("cy") == f"Llys y Goron {welsh}"


@from_table
def test_where_a_hearing_is_in_welsh_as_far_as_it_is_known(typed: str, welsh: str) -> None:
    assert COURTS.in_welsh(typed) == welsh
