"""The court that a story names, where none was written down beside it."""

from datetime import date

import pytest

from ulss_tracker.cli.check_csv import check_row
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.court_said import court_said


@pytest.mark.parametrize(
    ("text", "court"),
    [
        ("lincoln crown court gave him 2 months", "lincoln crown court"),
        ("At Stafford Crown Court he pleaded", "stafford crown court"),
        ("sentenced at the Crown Court at Leeds", "crown court at leeds"),
        ("the Old Bailey gave him life", "the old bailey"),
        ("yn Llys y Goron Caernarfon", "llys y goron caernarfon"),
        ("The magistrates at Hendon sentenced her", "magistrates"),
        ("He lives there. Ynadon Llandudno ddaru ddelio efo fo", "ynadon"),
        ("the crown court gave him a year", ""),
        ("the magistrates heard of it. He is free", ""),
        ("the magistrates and Leeds Crown Court dealt with it", ""),
        ("magistrates fined him; the crown court did more", ""),
        ("magistrates sent it to Leeds Crown Court", ""),
        ("fined by Belfast Crown Court", ""),
        ("robbery", ""),
    ],
)
def test_a_court_is_read_only_where_one_is_said_to_have_sentenced(text: str, court: str) -> None:
    assert court_said(text) == court


def test_a_row_with_no_court_is_answered_by_the_court_its_words_name() -> None:
    def verdict(text: str) -> str:
        cells = {"offence_text": text, "court": "", "sentence_date": "2024-06-03"}
        return check_row(cells, load_catalogue(), date(2026, 11, 27), typed=True)["verdict"]

    assert verdict("Lincoln Crown Court gave him a year for robbery") == "in_scheme"
    assert verdict("Hendon magistrates fined him for sexual assault") == "not_in_scheme"
    assert verdict("a year for robbery") == "needs_review"
