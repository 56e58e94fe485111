"""Dates in words by a table whose answers a person wrote before the reader saw them.

`data/dates_in_words.csv` holds seven sets, each scored once before the reader was mended by it.
"""

import csv
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import column, fixed, optional, rows
from ulss_tracker.scheme.dates.plain_words import MONTHS, WEEKDAYS
from ulss_tracker.scheme.dates.sentence_day import LONGEST, read_sentence_day

TABLE = Path(__file__).parent / "data" / "dates_in_words.csv"
# Of each set, how many are read as the table has them; the rest are no answer or a wider range.
RIGHT = {
    "first": 198,
    "second": 54,
    "third": 80,
    "fourth": 87,
    "fifth": 53,
    "sixth": 96,
    "seventh": 99,
}
WRITTEN = date(2026, 11, 20)  # a Friday
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def test_the_table_is_read_as_a_person_read_it_and_never_later() -> None:
    right: Counter[str] = Counter()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            span = read_sentence_day(row["text"], date.fromisoformat(row["written_on"]))
            read = (span.earliest.isoformat(), span.latest.isoformat()) if span else ("", "")
            right[row["set"]] += read == (row["earliest_on"], row["latest_on"])
            if row["earliest_on"]:
                assert not span or read[0] <= row["earliest_on"], row["text"]
                assert not span or read[1] >= row["latest_on"], row["text"]
            else:
                assert span is None, row["text"]
    assert right == RIGHT


# Words that would make a date another: read without them, the day would be too late.
UNREAD = column(__file__, "dates_in_words.unread")


@pytest.mark.parametrize("text", UNREAD)
def test_a_date_beside_words_that_change_it_is_no_answer(text: str) -> None:
    assert read_sentence_day(text, WRITTEN) is None


READ = dict(rows(__file__, "dates_in_words.read", str, optional(fixed)))


def test_each_way_of_writing_is_read_as_a_person_would(subtests: pytest.Subtests) -> None:
    for text, expected in READ.items():
        with subtests.test(text=text):
            span = read_sentence_day(text, WRITTEN)
            read = (span.earliest.isoformat(), span.latest.isoformat()) if span else None
            assert read == expected


@pytest.mark.parametrize("word", ["week ", "2 years ", "week a ", "a month and a day ", "1st "])
def test_a_word_said_over_and_over_is_read_at_once(word: str) -> None:
    """Whoever sends it would else stop the tracker: of one word more it took twice the time."""
    for times in (26, LONGEST // len(word)):
        began = time.process_time()
        read_sentence_day(word * times, WRITTEN)
        assert time.process_time() - began < 1


@given(st.text(), DAYS)
def test_any_text_at_all_is_read_without_an_error(text: str, written_on: date) -> None:
    span = read_sentence_day(text, written_on)
    assert span is None or span.earliest <= span.latest


PIECES = st.sampled_from(
    (
        *MONTHS, *WEEKDAYS, "1st", "31st", "5", "30", "10/10", "29/2", "2026", "last", "this",
        "the", "of", "on", "week", "weeks", "month", "a year", "two", "few", "about", "ago", "or",
        "and", "between", "to", "before", "after", "later", "early", "end of", "christmas",
        "easter", "bank holiday", "yesterday", "today", "not", "sentenced", "trial", "got 5 years",
        "adjourned", "until", ",", ".", "yn ôl", "wythnos", "mis", "diwethaf", "ddoe", "tair",
        "the following", "same day", "morning", "at 10.30",
    )
)  # fmt: skip


@given(st.lists(PIECES, max_size=9).map(" ".join), DAYS)
def test_words_of_the_past_in_any_order_never_give_a_day_after_the_day_of_writing(
    text: str, written_on: date
) -> None:
    span = read_sentence_day(text, written_on)
    if span is None:
        return
    assert span.earliest <= span.latest
    if not {"this", *WEEKDAYS} & set(text.split()):
        assert span.latest <= written_on


WAYS = column(__file__, "dates_in_words.ways")


@given(DAYS, st.integers(10, 900), st.sampled_from(WAYS))
def test_a_day_however_it_is_said_is_never_read_as_a_later_one(
    day: date, since: int, way: str
) -> None:
    written_on = day + timedelta(days=since)
    near = (1, -14, 7, -3)
    text = way.format(day, since, *(day + timedelta(days=days) for days in near))
    span = read_sentence_day(text, written_on)
    assert span is not None, text
    assert span.earliest == day, text
