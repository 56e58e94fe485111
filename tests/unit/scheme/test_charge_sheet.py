"""Charge sheets: which texts are shown as a list to tick, and that the ticks are assessed."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.charge_sheet import charge_sheet
from ulss_tracker.scheme.reading.ticks import CONVICTIONS, as_answer
from ulss_tracker.scheme.reading.words_read import ReadAs, words_read

CATALOGUE = load_catalogue()
DAY = date(2026, 11, 2)
IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK

SHEET = """Count 1: Robbery, contrary to section 8(1) of the Theft Act 1968 - guilty plea
Count 2: Driving while disqualified, section 103 RTA 1988 - guilty
Count 3: Wounding with intent, contrary to section 18 OAPA 1861 - not guilty
Count 4: Common assault - to lie on file"""


def verdict(text: str, answers: Mapping[str, str]) -> Verdict:
    convicted = ConvictionFacts(None, answers=answers, text=text)
    return assess(Facts(None, DAY, (convicted,), "Leeds Crown Court"), CATALOGUE).verdict


def ticking(*places: int, text: str = SHEET) -> dict[str, str]:
    counts = charge_sheet(text, CATALOGUE, DAY)
    return {CONVICTIONS: as_answer(counts[place].key for place in places)}


def test_each_count_is_listed_and_what_is_no_conviction_has_its_reason() -> None:
    counts = charge_sheet(SHEET, CATALOGUE, DAY)
    assert [(count.is_conviction, count.read.read_as) for count in counts] == [
        (True, ReadAs.OFFENCE),
        (True, ReadAs.OFFENCE),
        (False, ReadAs.NOT_CONVICTED),
        (False, ReadAs.NOT_CONVICTED),
    ]
    assert counts[0].read.words.startswith("Robbery, contrary to section 8(1)")
    assert counts[0].read.by_provision
    assert charge_sheet(" ".join(SHEET.split()), CATALOGUE, DAY)[3].read == counts[3].read


@from_table
def test_only_words_that_list_several_offences_are_shown_as_a_list(text: str, counts: int) -> None:
    assert len(charge_sheet(text, CATALOGUE, DAY)) == counts


@from_table
def test_what_is_ticked_is_what_is_assessed(places: tuple[int, ...], answer: Verdict) -> None:
    assert verdict(SHEET, ticking(*places)) is answer


def test_ticks_left_as_they_were_read_change_nothing() -> None:
    assert verdict(SHEET, ticking(0, 1)) is verdict(SHEET, {})


def test_ticks_that_no_longer_fit_the_words_leave_them_as_they_read() -> None:
    assert verdict("robbery", ticking(1)) is IN


def test_an_offence_not_ticked_is_left_out_of_what_was_read() -> None:
    read = words_read(SHEET, CATALOGUE, DAY, ticking(1)[CONVICTIONS])
    assert [each.read_as for each in read if each.words.startswith("Robbery")] == [ReadAs.UNTICKED]


def test_a_fact_in_an_offence_not_ticked_answers_nothing() -> None:
    text = "Count 1 care worker sexual activity. Count 2 assault by penetration"
    both, first = ticking(0, 1, text=text), ticking(0, text=text)
    assert (verdict(text, both), verdict(text, first)) == (IN, CHECK)


def test_a_notice_of_transfer_brings_the_case_in_whatever_is_ticked() -> None:
    text = "Count 1 theft. Count 2 fraud. The case was sent with a notice of transfer"
    assert [verdict(text, ticking(place, text=text)) for place in (0, 1)] == [IN, IN]


def test_words_left_over_keep_it_with_a_lawyer_though_all_that_is_ticked_is_out() -> None:
    text = "Count 1 theft; Count 2 common assault; Count 3 zorbification; Count 4 affray"
    assert verdict(text, ticking(0, 1, text=text)) is CHECK


OFFENCES = ("robbery", "theft", "common assault", "rape", "affray", "murder", "s.20 GBH", "fraud")


@given(st.lists(st.sampled_from(OFFENCES), min_size=2, max_size=6), st.data())
def test_ticking_is_the_same_as_leaving_the_rest_unsaid(
    named: list[str], data: st.DataObject
) -> None:
    text = "\n".join(f"Count {number}: {each}" for number, each in enumerate(named, 1))
    chosen = data.draw(st.sets(st.integers(0, len(named) - 1), min_size=1))
    alone = "\n".join(f"Count {place + 1}: {named[place]}" for place in sorted(chosen))
    assert verdict(text, ticking(*sorted(chosen), text=text)) is verdict(alone, {})
