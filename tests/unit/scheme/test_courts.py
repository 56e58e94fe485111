"""Courts by all the names people give them, and what must never be read as the Crown Court."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table, rows
from ulss_tracker.scheme.courts.court_reading import NO_CROWN_COURT_KNOWN, UNKNOWN, CourtReading
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.court_text import normalise
from ulss_tracker.scheme.courts.courts import WHERE_TO_TURN, UnknownCourt, load_courts

COURTS = load_courts()
REGISTER = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown.csv"
CROWN = CourtKind.CROWN_COURT

SURE = rows(__file__, "courts.sure", str, str)


def test_the_crown_court_is_read_by_any_of_its_names(subtests: pytest.Subtests) -> None:
    for text, court_id in SURE:
        with subtests.test(text=text, court_id=court_id):
            reading = COURTS.read(text)
            assert (reading.certainty, reading.kind) == ("sure", CROWN)
            assert reading.court == COURTS.get(court_id)


def test_every_name_in_the_list_is_read_as_its_court(subtests: pytest.Subtests) -> None:
    for court in COURTS:
        with subtests.test(court=court.id):
            for name in court.all_names:
                reading = COURTS.read(name)
                assert court in reading.candidates, name
                assert reading.kind is court.kind, name
                assert reading.certainty == "sure", name


def test_no_magistrates_court_is_read_as_the_crown_court(subtests: pytest.Subtests) -> None:
    for court in [each for each in COURTS if each.kind is CROWN]:
        with subtests.test(court=court):
            place = re.sub("Crown Court( at)?|Central Criminal Court", "", court.name).strip()
            for written in (
                f"{place} Magistrates’ Court",
                f"{place} Magistrates Court",
                f"{place} Mags",
                f"{place} MC",
                f"{place} (Magistrates)",
                f"{place} Magistates Court",
                f"{place} City Magistrates' Court",
                f"Llys Ynadon {place}",
            ):
                reading = COURTS.read(written)
                assert (reading.certainty, reading.kind) == ("sure", CourtKind.MAGISTRATES), written
            assert COURTS.read(f"{place} Youth Court").kind is not CROWN


@from_table
def test_other_courts_are_told_apart(text: str, kind: CourtKind) -> None:
    reading = COURTS.read(text)
    assert (reading.certainty, reading.kind) == ("sure", kind)


@from_table
def test_what_names_no_court_is_unknown(text: str) -> None:
    assert COURTS.read(text) == UNKNOWN


@from_table
def test_which_of_several_is_meant_is_asked(
    text: str, certainty: str, kind: CourtKind | None, candidates: list[str]
) -> None:
    reading = COURTS.read(text)
    assert (reading.certainty, reading.kind, reading.court) == (certainty, kind, None)
    assert [court.id for court in reading.candidates] == candidates


@from_table
def test_a_place_or_a_judge_of_lower_courts_only_is_asked_about(text: str) -> None:
    assert COURTS.read(text) == NO_CROWN_COURT_KNOWN


def test_a_district_judge_beside_a_court_named_in_full_is_at_that_court() -> None:
    assert COURTS.read("DJ Smith, Leeds Crown Court").court == COURTS.get("leeds")
    assert COURTS.read("DJ Smith (MC)").kind is CourtKind.MAGISTRATES


def test_the_crown_court_sits_in_magistrates_buildings() -> None:
    reading = COURTS.read("Crown Court sitting at St Albans Magistrates' Court")
    assert reading == CourtReading("sure", kind=CROWN)


@pytest.mark.skipif(not REGISTER.exists(), reason="the register is not beside this copy")
def test_the_register_is_read_to_the_last_row() -> None:
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["court"] for row in csv.DictReader(file)]
    unread = {text for text in texts if COURTS.read(text).certainty != "sure"}
    assert unread == {"HHJ Martin Levett"}
    magistrates = {text for text in texts if COURTS.read(text).kind is CourtKind.MAGISTRATES}
    assert magistrates == {text for text in texts if "agistrates" in text}


@given(st.text(max_size=60))
def test_any_text_at_all_gets_an_answer(text: str) -> None:
    reading = COURTS.read(text)
    assert (reading.certainty == "unknown") == (reading == UNKNOWN)
    if reading.court:
        assert reading.certainty == "sure"


@given(st.text(max_size=30))
def test_magistrates_beside_any_text_is_never_surely_the_crown_court(text: str) -> None:
    reading = COURTS.read(f"{text} Magistrates’ Court")
    if reading.kind is CROWN:
        assert re.search(r"crown|cc|goron|combined|crw|cuo", normalise(text))


def test_normalise() -> None:
    assert normalise("  Llys y Goron  Tŷ-mawr & King’s  I.O.W. ") == (
        "llys y goron ty mawr and kings iow"
    )
    assert normalise("Crown courts, Crowns Street") == "crown courts crown st"


def test_the_list_is_in_name_order_and_found_by_id() -> None:
    names = [court.name for court in COURTS]
    assert names == sorted(names)
    assert len(names) == len(COURTS) > 110
    assert COURTS.get("leeds").name == "Leeds Crown Court"
    with pytest.raises(UnknownCourt, match="elsewhere"):
        COURTS.get("elsewhere")
    assert load_courts() is COURTS


@from_table
def test_search_while_typing(typed: str, first: str) -> None:
    assert COURTS.search(typed)[0].id == first


def test_search_shows_a_few_and_none_for_nothing() -> None:
    assert COURTS.search("") == []
    assert COURTS.search(" , ") == []
    assert len(COURTS.search("c")) == 8
    assert len(COURTS.search("c", limit=3)) == 3
    assert [court.id for court in COURTS.search("man")][:2] == [
        "manchester-crown-square",
        "manchester-minshull-street",
    ]
    assert COURTS.search("zzzzqqq") == []
    assert COURTS.search("HHJ Martin Levett") == []
    assert COURTS.search("somewhere") == []
    for typed in ("Highbury Corner", "Willesden"):
        assert [court.id for court in COURTS.search(typed)] == ["magistrates"]


@from_table
def test_a_court_that_is_certain_is_the_only_one_shown(typed: str, court: str) -> None:
    settled = COURTS.settled(typed)
    assert settled is not None
    assert settled.id == court
    assert [each.id for each in COURTS.search(typed)] == [court]


@pytest.mark.parametrize("typed", ["Manchester", "somewhere", ""])
def test_what_may_be_several_is_not_settled(typed: str) -> None:
    assert COURTS.settled(typed) is None


def test_every_kind_has_words_and_says_where_to_turn() -> None:
    assert set(WHERE_TO_TURN) == set(CourtKind)
    assert all(text.endswith(".") for text in WHERE_TO_TURN.values())
    assert len({kind.label for kind in CourtKind}) == len(CourtKind)
