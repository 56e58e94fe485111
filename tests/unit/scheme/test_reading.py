"""Reading an offence as an office records it; `test_typed.py` is of what people type."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.cli.check_csv import recorded_facts
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.words import stems

CATALOGUE = load_catalogue()
THEN, NOW = date(2019, 3, 1), date(2024, 6, 3)


def read(text: str, on: date | None = NOW, *, recorded: bool = True) -> list[OffenceReading]:
    return read_offences(text, CATALOGUE, on=on, recorded=recorded)


def answer(text: str) -> Verdict:
    return assess(recorded_facts(text, "Leeds", NOW), CATALOGUE).verdict


def ids(reading: OffenceReading) -> set[str]:
    return {offence.id for offence in reading.candidates}


@from_table
def test_a_name_is_read_for_sure(text: str, offence: str, form: Form) -> None:
    (reading,) = read(text)
    assert (reading.certainty, ids(reading), reading.form) == ("sure", {offence}, form)


@from_table
def test_a_name_several_offences_share_is_possible(text: str, those: set[str]) -> None:
    (reading,) = read(text, recorded=False)
    assert reading.certainty == "possible"
    assert ids(reading) == those


@from_table
def test_in_a_record_a_shared_name_beside_other_words_has_no_ordinary_meaning(text: str) -> None:
    for reading in read(text, recorded=True):
        assert reading.certainty != "sure" or not CATALOGUE.get(min(ids(reading))).in_scheme


def test_a_false_identity_document_may_be_of_either_offence() -> None:
    for text in ("possession of a false identity document", "possessing a false passport"):
        (reading,) = read(text, recorded=True)
        assert ids(reading) == {"io-ida-4", "no-ida-6"}


@from_table
def test_a_sexual_offence_that_penetration_decides_is_never_sure_from_a_bare_name(
    text: str,
) -> None:
    (reading,) = read(text, recorded=True)
    assert ids(reading) & {"no-soa03-34-37", "no-soa03-38-41"}


@pytest.mark.parametrize(
    ("text", "those"), [("GBH", {"io-oapa-18", "no-oapa-20"}), ("county lines", {"spec-msa-2"})]
)
def test_in_a_record_a_name_without_one_is_still_possible(text: str, those: set[str]) -> None:
    (reading,) = read(text, recorded=True)
    assert (reading.certainty, ids(reading)) == ("possible", those)


@from_table
def test_what_no_offence_describes_is_asked_about(text: str) -> None:
    assert answer(text) is Verdict.MUST_CHECK


def test_an_unknown_text_comes_with_suggestions() -> None:
    (reading,) = read("dealing in stolen explosives widgets")
    assert reading.certainty == "unknown"
    assert reading.candidates


@pytest.mark.parametrize("text", ["", " ", "-", " ; , "])
def test_nothing_reads_as_nothing(text: str) -> None:
    assert read(text) == []


@from_table
def test_several_offences_are_each_read(text: str, found: list[set[str]]) -> None:
    assert [ids(reading) for reading in read(text)] == found


@pytest.mark.parametrize("text", ["Attempted theft and affray", "Incitement to theft and affray"])
def test_only_a_conspiracy_brings_the_next_offence_in(text: str) -> None:
    assert answer("Conspiracy to burgle and steal") is Verdict.IN_SCHEME
    assert answer(text) is Verdict.NOT_IN_SCHEME


@from_table
def test_what_a_text_goes_on_to_say_may_decide_so_it_is_asked(text: str) -> None:
    assert answer(text) is Verdict.MUST_CHECK


def test_the_date_of_sentence_decides_between_rows_of_one_offence() -> None:
    assert ids(read("Making indecent images of children", THEN)[0]) == {"no-pre2019-pca78-1"}
    assert ids(read("Making indecent images of children", NOW)[0]) == {"spec-pca78-1"}
    assert ids(read("Making indecent images of children", None)[0]) == {
        "revoked_orders-spec-pca78-1",
        "no-pre2019-pca78-1",
        "spec-pca78-1",
    }


def test_a_row_of_another_time_is_given_where_none_governs_the_day() -> None:
    (reading,) = read("Membership of a proscribed organisation", date(2016, 1, 4))
    assert ids(reading) == {"before_2017_order-spec-tact00-11"}
    (reading,) = read("Membership of a proscribed organisation", date(1988, 1, 4))
    assert "spec-tact00-11" in ids(reading)


def test_a_text_with_too_many_slips_is_not_guessed_at() -> None:
    slips = "aiting carge couse delling groming"
    assert CATALOGUE.index.nearly_named(slips) == ()


@pytest.mark.parametrize(
    "text", ["Wounding with intenttt", "Inflicting GBH with intend to cause it"]
)
def test_a_slip_in_a_word_that_decides_is_never_taken_for_a_detail(text: str) -> None:
    assert answer(text) is not Verdict.NOT_IN_SCHEME


def test_words_are_not_taken_to_mean_a_name_that_denies_them() -> None:
    found = CATALOGUE.index.containing(frozenset(stems("inflicting harm with intent")))
    assert CATALOGUE.get("no-oapa-20") not in found


def test_words_that_are_part_of_longer_names_are_asked_about() -> None:
    (reading,) = read("causing death by driving")
    assert reading.certainty == "unknown"
    assert {"io-rta-1", "no-rta-3ZB"} <= ids(reading)
