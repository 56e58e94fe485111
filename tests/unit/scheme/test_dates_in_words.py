"""Dates in words by a table whose answers a person wrote before the reader saw them.

`data/dates_in_words.csv` holds five sets, each scored once before the reader was mended by it.
"""

import csv
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.scheme.dates.plain_words import MONTHS, WEEKDAYS
from ulss_tracker.scheme.dates.sentence_day import LONGEST, read_sentence_day

TABLE = Path(__file__).parent / "data" / "dates_in_words.csv"
# Of each set, how many are read as the table has them; the rest are no answer or a wider range.
RIGHT = {"first": 198, "second": 54, "third": 80, "fourth": 87, "fifth": 53}
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
UNREAD = (
    "umpteen weeks ago",
    "weeks ago",
    "many months ago",
    "half a year ago",
    "a month and a half ago",
    "two Tuesdays before last",
    "christmas before last",
    "October before last",
    "3+ weeks ago",
    "two weeks ago at least",
    "upwards of three weeks ago",
    "5 November or something",
    "one hundred and ten days ago",
    "one hundred and two weeks and a day ago",
    "2½ weeks ago",
    "no later than 6 November",
    "about six weeks ago, maybe more, 10 days ago or more",
    "Friday of half term week",
    "the Friday after half term",
    "on the Friday before half term",
    "no such date as 31 June or the day before",
    "the day before, or on the 5th of November",
    "Tuesday week ago",
    "convicted 16 September, sentenced later that week",
    "2 weeks after 30 February 2026",
    "5 November or 31",
    "two weeks before the trial",
    "not before 12 December 2030",
)


@pytest.mark.parametrize("text", UNREAD)
def test_a_date_beside_words_that_change_it_is_no_answer(text: str) -> None:
    assert read_sentence_day(text, WRITTEN) is None


READ = {
    "10/30/2026": ("2026-10-30", "2026-10-30"),
    "40/2026": None,
    "month last": ("2026-10-01", "2026-10-31"),
    "the month before last": ("2026-09-01", "2026-09-30"),
    "two weeks before 16 October": ("2026-10-02", "2026-10-02"),
    "a few days before the trial on 16 October": ("2026-10-09", "2026-10-15"),
    "about two weeks after 16 October": ("2026-10-25", "2026-11-04"),
    "two to three weeks after 1 October": ("2026-10-15", "2026-10-22"),
    "not before 12 December": ("2025-12-12", "2026-11-20"),
    "5 November (or 4)": ("2026-11-04", "2026-11-05"),
    "early October or 4": None,
    "end of May beginning of June": ("2026-05-21", "2026-06-10"),
    "a week or two ago": ("2026-11-06", "2026-11-13"),
    "a good month ago": ("2026-10-15", "2026-10-25"),
    "yesterday or the day before": ("2026-11-18", "2026-11-19"),
    "Friday the week before last": ("2026-11-06", "2026-11-06"),
    "convicted 3 August, sentenced four weeks to the day later": ("2026-08-31", "2026-08-31"),
    "Christmas week": ("2025-12-21", "2025-12-28"),
    "the May bank holiday": ("2026-05-04", "2026-05-25"),
    "a few Fridays ago": ("2026-10-02", "2026-11-06"),
    "sentencing is in two to three weeks": ("2026-12-04", "2026-12-11"),
    "sentencing is in about two weeks": ("2026-11-29", "2026-12-09"),
    "he will be sentenced two weeks from now": ("2026-12-04", "2026-12-04"),
    "he was found guilty in two weeks": None,
    "it was Tuesday week": None,
    "sentencing is a week on Friday": ("2026-12-04", "2026-12-04"),
    "it will be a month on Friday": ("2026-10-27", "2026-10-27"),
    "convicted 16 September, sentenced the following week": ("2026-09-21", "2026-09-27"),
    "convicted 16 September, sentenced a month later": ("2026-10-16", "2026-10-16"),
    "convicted 16 September, sentenced the following month": ("2026-10-01", "2026-10-31"),
    "5/9/26 plea 16/10/26 sentence": ("2026-10-16", "2026-10-16"),
    "16/10/26 sentence 5/9/26 plea": ("2026-10-16", "2026-10-16"),
    "The trial was moved. Sentenced 16 October.": ("2026-10-16", "2026-10-16"),
    "Sentenced 16 October. He moved to another prison on 3 November.": (
        "2026-10-16",
        "2026-10-16",
    ),
    "last year on 3 March": ("2025-03-03", "2025-03-03"),
    "Monday or Tuesday last week": ("2026-11-09", "2026-11-10"),
}


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


WAYS = (
    "{0:%d/%m/%Y}",
    "{0:%d.%m.%y}",
    "{0:%Y-%m-%d}",
    "{0:%A} {0:%d} {0:%B} {0:%Y}",
    "{0:%d} {0:%b} '{0:%y}",
    "{0:%B} {0:%d}, {0:%Y}",
    "sentenced on {0:%d} {0:%B} {0:%Y} to 3 years",
    "{1} days ago",
    "the day before {2:%d/%m/%Y}",
    "two weeks after {3:%d/%m/%Y}",
    "a week before the hearing on {4:%d/%m/%Y}",
    "convicted {3:%d/%m/%Y}, sentenced two weeks later",
    "convicted {5:%d/%m/%Y}, sentenced the following {0:%A}",
    "the {0:%A} after {5:%d/%m/%Y}",
    "either {0:%d/%m/%Y} or {2:%d/%m/%Y}",
)


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
