"""No "no" stands while the words tell of a graver offence; the "no" of plain words does."""

from datetime import date

import pytest

from tests.support.tables import from_table
from tests.support.typed_verdicts import CATALOGUE, CHECK, NOT, NOW, verdict
from ulss_tracker.scheme.reading.stated_facts import DATA
from ulss_tracker.scheme.table import TableRow, read_table
from ulss_tracker.services.requests import eligibility_checker, lookups
from ulss_tracker.services.requests.eligibility_checker import EligibilityInput, Outlook

SISTERS = read_table(DATA / "sisters.toml").rows("sister")
AFTER_THE_ACT = date(2026, 7, 13)


@from_table
def test_no_no_stands_while_the_words_tell_of_a_graver_offence(text: str) -> None:
    assert verdict(text) is not NOT


@from_table
def test_the_no_of_plain_words_stays(text: str) -> None:
    assert verdict(text) is NOT


@pytest.mark.parametrize("sister", SISTERS, ids=lambda sister: sister.text("cue"))
def test_every_sister_is_in_the_catalogue_and_graver_than_offences_outside(
    sister: TableRow,
) -> None:
    graver = sister.row("graver")
    lesser = {offence for name in graver.names() for offence in graver.texts(name)} - {"any"}
    assert all(CATALOGUE.get(name) for name in {*graver.names()} - {"unnamed"})
    assert not any(CATALOGUE.get(offence).in_scheme for offence in lesser)


def test_hostility_that_only_the_act_of_2026_makes_graver_is_a_cue_from_that_act() -> None:
    words = "ABH, he called him queer and said gays deserve it"
    assert verdict(words, AFTER_THE_ACT) is CHECK
    assert verdict(words, date(2026, 3, 3)) is NOT


@from_table
def test_a_lesser_offence_chosen_is_no_no_against_the_words(
    text: str, chosen: str, graver: str, outlook: str
) -> None:
    offered = [match.offence.id for match in lookups.offences_meant(text, NOW).matches]
    assert chosen in offered
    assert not graver or graver in offered
    entered = EligibilityInput(
        court_text="Leeds Crown Court", sentenced_on=NOW, offence_id=chosen, offence_text=text
    )
    assert eligibility_checker.check(entered).outlook is Outlook[outlook]
