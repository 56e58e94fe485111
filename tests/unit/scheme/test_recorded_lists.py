"""Several offences in one cell of an office's record: one that was not read is never lost."""

from datetime import date

from tests.support.tables import from_table
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

CATALOGUE = load_catalogue()


def recorded(text: str) -> Verdict:
    conviction = ConvictionFacts(None, text=text)
    facts = Facts(None, date(2024, 6, 3), (conviction,), "Leeds", recorded=True)
    return assess(facts, CATALOGUE).verdict


@from_table
def test_what_stands_beside_an_offence_that_is_out_is_an_offence_too(
    text: str, answer: Verdict
) -> None:
    assert recorded(text) is answer
