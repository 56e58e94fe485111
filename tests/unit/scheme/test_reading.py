"""Reading an offence as an office records it; `test_typed.py` is of what people type."""

from datetime import date

import pytest

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.words import stems

CATALOGUE = load_catalogue()
THEN, NOW = date(2019, 3, 1), date(2024, 6, 3)


def read(text: str, on: date | None = NOW, *, recorded: bool = True) -> list[OffenceReading]:
    return read_offences(text, CATALOGUE, on=on, recorded=recorded)


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


@pytest.mark.parametrize(
    "text", ["Possession of a prohibited weapon", "possessing a prohibited weapon"]
)
def test_in_a_record_a_shared_name_has_its_ordinary_meaning(text: str) -> None:
    (reading,) = read(text, recorded=True)
    assert (reading.certainty, ids(reading)) == ("sure", {"io-fa-5-1-aba"})


@pytest.mark.parametrize(
    "text",
    [
        "Possessing a prohibited weapon, namely a stun gun",
        "Possession of a prohibited weapon namely a stun gun",
        "Conveying an article into prison; a mobile phone",
        "Possession of a prohibited weapon, theft",
    ],
)
def test_in_a_record_a_shared_name_beside_other_words_has_no_ordinary_meaning(text: str) -> None:
    for reading in read(text, recorded=True):
        assert reading.certainty != "sure" or not CATALOGUE.get(min(ids(reading))).in_scheme


def test_a_false_identity_document_may_be_of_either_offence() -> None:
    for text in ("possession of a false identity document", "possessing a false passport"):
        (reading,) = read(text, recorded=True)
        assert ids(reading) == {"io-ida-4", "no-ida-6"}


@pytest.mark.parametrize(
    "text",
    [
        "care worker sexual activity with a person with a mental disorder",
        "care worker sexual activity with patient",
        "care worker inciting sexual activity",
        "procuring sexual activity with person with mental disorder",
    ],
)
def test_a_sexual_offence_that_penetration_decides_is_never_sure_from_a_bare_name(
    text: str,
) -> None:
    (reading,) = read(text, recorded=True)
    assert ids(reading) & {"no-soa03-34-37", "no-soa03-38-41"}


def test_in_a_record_causing_grievous_bodily_harm_alone_is_section_20() -> None:
    (reading,) = read("Causing grievous bodily harm", recorded=True)
    assert (reading.certainty, ids(reading)) == ("sure", {"no-oapa-20"})
    (reading,) = read("Causing grievous bodily harm", recorded=False)
    assert reading.certainty == "possible"


def test_in_a_record_a_shared_name_without_one_is_still_possible() -> None:
    (reading,) = read("GBH", recorded=True)
    assert ids(reading) == {"io-oapa-18", "no-oapa-20"}


@from_table
def test_what_no_offence_describes_is_unknown(text: str) -> None:
    (reading,) = read(text)
    assert reading.certainty == "unknown"


def test_an_unknown_text_comes_with_suggestions() -> None:
    (reading,) = read("dealing in stolen explosives widgets")
    assert reading.certainty == "unknown"
    assert reading.candidates


@pytest.mark.parametrize("text", ["", " ", "-", " ; , ", "x 2"])
def test_nothing_reads_as_nothing(text: str) -> None:
    assert read(text) == []


@from_table
def test_several_offences_are_each_read(text: str, found: list[set[str]]) -> None:
    assert [ids(reading) for reading in read(text)] == found


def test_words_in_brackets_are_not_offences_of_their_own() -> None:
    assert len(read("Offence with intent to commit sexual offence (kidnap/robbery)")) == 1


def test_an_offence_not_known_beside_one_that_is() -> None:
    first, second = read("Rape, interfering with a widget")
    assert (first.certainty, second.certainty) == ("sure", "unknown")


def test_words_joined_by_and_stay_together_where_neither_part_is_an_offence() -> None:
    (reading,) = read("bricks and mortar")
    assert reading.certainty == "unknown"


def test_a_form_said_once_goes_on_to_the_next_offence() -> None:
    assert [(reading.form, ids(reading)) for reading in read("Conspiracy to burgle and steal")] == [
        (Form.CONSPIRACY, {"no-burglary"}),
        (Form.CONSPIRACY, {"no-theft"}),
    ]
    both = read("Attempted rape and conspiracy to steal")
    assert [reading.form for reading in both] == [Form.ATTEMPT, Form.CONSPIRACY]


@from_table
def test_only_a_conspiracy_goes_on_and_never_over_a_comma(text: str, forms: list[Form]) -> None:
    assert [reading.form for reading in read(text)] == forms


@pytest.mark.parametrize(
    "text", ["Agreeing to steal", "agreed with two others to steal", "Agreement to commit theft"]
)
def test_to_agree_on_an_offence_is_to_conspire(text: str) -> None:
    (reading,) = read(text)
    assert (reading.form, ids(reading)) == (Form.CONSPIRACY, {"no-theft"})


@pytest.mark.parametrize("text", ["Plotting to steal", "Planning to burgle", "Preparing to steal"])
def test_what_may_be_a_conspiracy_is_not_read_as_the_offence_alone(text: str) -> None:
    (reading,) = read(text)
    assert reading.certainty == "unknown"


@from_table
def test_a_section_written_beside_a_name_decides(text: str, offence: str) -> None:
    (reading,) = read(text)
    assert ids(reading) == {offence}


@pytest.mark.parametrize(
    "text",
    ["Wounding s.18 s.20", "wounding section 18/20", "GBH section 18 or section 20", "s18/s20 GBH"],
)
def test_of_two_sections_either_of_which_is_meant_none_is_taken(text: str) -> None:
    (reading,) = read(text)
    assert reading.certainty == "unknown"


def test_two_sections_joined_are_two_offences() -> None:
    assert [ids(reading) for reading in read("section 18, section 20")] == [
        {"io-oapa-18"},
        {"no-oapa-20"},
    ]


def test_a_section_that_does_not_fit_leaves_the_offence_a_form_is_of() -> None:
    """The section beside an attempt is that of the Criminal Attempts Act as often as not."""
    (reading,) = read("Attempted wounding s.1")
    assert (reading.form, ids(reading)) == (Form.ATTEMPT, {"no-oapa-20"})


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("Robbery of a bank by three men", "io-robbery"),
        ("Rape of a woman at a party (Spain)", "io-soa03-1"),
        ("Manslaughter - stabbed outside a club with a knife", "io-manslaughter"),
        ("Robbery of a hedgehog", "io-robbery"),
    ],
)
def test_an_offence_in_the_scheme_may_go_on_to_say_how_where_or_whom(
    text: str, offence: str
) -> None:
    (reading,) = read(text)
    assert (reading.certainty, ids(reading)) == ("sure", {offence})


@from_table
def test_what_a_text_goes_on_to_say_may_decide_so_it_is_asked(text: str) -> None:
    (reading,) = read(text)
    assert reading.certainty != "sure" or CATALOGUE.get(min(ids(reading))).may_be_out


def test_part_of_one_name_is_possible_and_never_a_no() -> None:
    (reading,) = read("county lines")
    assert (reading.certainty, ids(reading)) == ("possible", {"spec-msa-2"})
    (reading,) = read("Causing wasteful employment")
    assert reading.certainty == "unknown"


def test_a_sum_with_a_comma_is_one_thing() -> None:
    (reading,) = read("Criminal damage over £5,000")
    assert ids(reading) == {"no-criminal-damage"}


def test_a_section_no_such_offence_has_leaves_it_unknown() -> None:
    (reading,) = read("Wounding s.99")
    assert reading.certainty == "unknown"


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


@from_table
def test_of_the_words_a_slip_may_stand_for_the_one_that_makes_a_name_is_meant(
    text: str, offence: str
) -> None:
    (reading,) = read(text)
    assert (reading.certainty, ids(reading)) == ("sure", {offence})


def test_a_slip_in_a_name_with_an_ordinary_meaning_is_put_right_too() -> None:
    (reading,) = read("Conveying an artcle into prison", recorded=True)
    assert ids(reading) == {"io-prison-40B"}


def test_a_text_with_too_many_slips_is_not_guessed_at() -> None:
    slips = "aiting carge couse delling groming"
    assert CATALOGUE.index.nearly_named(slips) == ()


@pytest.mark.parametrize(
    "text", ["Wounding with intenttt", "Inflicting GBH with intend to cause it"]
)
def test_a_slip_in_a_word_that_decides_is_never_taken_for_a_detail(text: str) -> None:
    for reading in read(text):
        assert ids(reading) != {"no-oapa-20"}


def test_words_are_not_taken_to_mean_a_name_that_denies_them() -> None:
    (reading,) = read("Inflicting grievous bodily harm with intent")
    assert ids(reading) == {"io-oapa-18"}
    found = CATALOGUE.index.containing(frozenset(stems("inflicting harm with intent")))
    assert CATALOGUE.get("no-oapa-20") not in found


def test_words_that_are_part_of_longer_names_are_possible_only_if_they_are_most_of_one() -> None:
    (reading,) = read("causing death by driving")
    assert reading.certainty == "possible"
    assert {"io-rta-1", "no-rta-3ZB"} <= ids(reading)


@from_table
def test_words_of_the_charge_sheet_are_read_for_sure(text: str, offence: str, form: Form) -> None:
    (reading,) = read(text, recorded=True)
    assert (reading.certainty, ids(reading), reading.form) == ("sure", {offence}, form)
