"""Reading what people type: which offence it is, and what is asked."""

from tests.support.tables import from_table
from tests.support.typed_verdicts import CATALOGUE, CHECK, counted, verdict
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.reading import read_offences


@from_table
def test_an_offence_is_read_by_its_name_or_its_provision(
    text: str, offence: str, form: Form
) -> None:
    assert counted(text) == [({offence}, form)]


@from_table
def test_words_are_answered(text: str, answer: Verdict) -> None:
    assert verdict(text) is answer


def test_what_is_past_the_longest_text_is_left_to_a_lawyer() -> None:
    assert verdict("affray. " + "and so it went on. " * 3_000 + "murder") is CHECK


def test_nothing_typed_is_nothing_read() -> None:
    assert read_offences(" , ; ", CATALOGUE) == []


def test_of_a_subsection_that_says_less_than_the_rows_each_is_meant() -> None:
    ((ids, _),) = counted("s.4(3) MDA 1971")
    assert ids == {"spec-mda-4-3a-supply", "spec-mda-4-3a-offer", "spec-mda-4-3b"}


def test_without_a_day_the_rows_of_every_day_are_kept() -> None:
    ((ids, _),) = counted("coercive control", None)
    assert ids == {"spec-sca15-76", "no-pre2019-sca15-76", "revoked_orders-spec-sca15-76"}
