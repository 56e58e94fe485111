"""The day of sentence, read from words."""

import csv
from datetime import date
from pathlib import Path

import pytest

from ulss_tracker.scheme.dates.sentence_day import LONGEST, read_sentence_day

LABELLED = Path(__file__).parents[4] / "shared" / "data" / "dates_dev.csv"
WRITTEN = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("30.10.26", "2026-10-30", "2026-10-30"),
        ("30 October, 27 days ago", "2026-10-30", "2026-10-30"),
        ("Hydref 30", "2026-10-30", "2026-10-30"),
        ("either the 12th or 13th", "2026-11-12", "2026-11-13"),
        ("about four weeks ago", "2026-10-24", "2026-11-03"),
        ("last Tuesday", "2026-11-17", "2026-11-24"),
        ("yesterday", "2026-11-25", "2026-11-25"),
        ("echdoe", "2026-11-24", "2026-11-24"),
        ("a fortnight ago", "2026-11-12", "2026-11-12"),
        ("at the beginning of October", "2026-10-01", "2026-10-10"),
        ("diwedd mis Medi", "2026-09-21", "2026-09-30"),
        ("week commencing 5 October", "2026-10-05", "2026-10-11"),
        ("bank holiday Monday", "2026-08-31", "2026-08-31"),
        ("in the last few days", "2026-11-19", "2026-11-26"),
        ("Freitag", None, None),
        ("Fridy 6 Novmber 2026", "2026-11-06", "2026-11-06"),
        ("04/09/2026", "2026-09-04", "2026-09-04"),
        ("two weeks last Tuesday", "2026-11-03", "2026-11-10"),
        ("Boxing Day", "2025-12-26", "2025-12-26"),
        ("the day after Boxing Day", "2025-12-27", "2025-12-27"),
        ("between 3 and 6 November", "2026-11-03", "2026-11-06"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("Tuesday last week", "2026-11-17", "2026-11-17"),
        ("offence 3/2/25, plea 4/8/26, sentenced 5/11/26", "2026-11-05", "2026-11-05"),
        ("arrested 5 May, found guilty 6 June", None, None),
        ("Monday 5 November 2026", None, None),
        ("yesterday, 3 November", None, None),
        ("31/11/2026", None, None),
        ("sentenced on 30 October 2027", None, None),
        ("he will be sentenced tomorrow", "2026-11-27", "2026-11-27"),
        ("a month and a day ago", "2026-10-25", "2026-10-25"),
        ("no idea", None, None),
        ("3 November" + " " * LONGEST, None, None),
    ],
)
def test_words_are_read_from_the_day_of_writing(
    text: str, earliest: str | None, latest: str | None
) -> None:
    span = read_sentence_day(text, WRITTEN)
    read = (span.earliest.isoformat(), span.latest.isoformat()) if span else (None, None)
    assert read == (earliest, latest)


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled dates are not here")
def test_labelled_dates_are_read_and_never_later_than_the_true_day() -> None:
    right = 0
    with LABELLED.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        span = read_sentence_day(row["text"], date.fromisoformat(row["written_on"]))
        earliest, latest = (
            (span.earliest.isoformat(), span.latest.isoformat()) if span else ("", "")
        )
        right += (earliest, latest) == (row["earliest_on"], row["latest_on"])
        assert not row["earliest_on"] or earliest <= row["earliest_on"], row["text"]
    assert right >= 90
