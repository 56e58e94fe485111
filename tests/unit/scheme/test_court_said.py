"""The court that a story names, where none was written down beside it."""

from datetime import date

from tests.support.tables import from_table
from ulss_tracker.cli.check_csv import check_row
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.court_said import court_said


@from_table
def test_a_court_is_read_only_where_one_is_said_to_have_sentenced(text: str, court: str) -> None:
    assert court_said(text) == court


def test_a_row_with_no_court_is_answered_by_the_court_its_words_name() -> None:
    def verdict(text: str) -> str:
        cells = {"offence_text": text, "court": "", "sentence_date": "2024-06-03"}
        return check_row(cells, load_catalogue(), date(2026, 11, 27), typed=True)["verdict"]

    assert verdict("Lincoln Crown Court gave him a year for robbery") == "in_scheme"
    assert verdict("Hendon magistrates fined him for sexual assault") == "not_in_scheme"
    assert verdict("a year for robbery") == "needs_review"
