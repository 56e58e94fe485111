"""The day of sentence, read from words."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.support.tables import fixed, from_table, optional, rows
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.dates.spans import back

LABELLED = Path(__file__).parents[4] / "shared" / "data" / "dates_dev.csv"
WRITTEN = date(2026, 11, 26)  # a Thursday


@from_table
def test_words_are_read_from_the_day_of_writing(
    text: str, earliest: str | None, latest: str | None
) -> None:
    span = read_sentence_day(text, WRITTEN)
    read = (span.earliest.isoformat(), span.latest.isoformat()) if span else (None, None)
    assert read == (earliest, latest)


JOINED = dict(rows(__file__, "sentence_day.joined", str, optional(fixed)))


def test_counts_said_together_are_added_up_or_are_no_answer(subtests: pytest.Subtests) -> None:
    for text, expected in JOINED.items():
        with subtests.test(text=text):
            assert read(text, WRITTEN) == expected


# Each read by a person first, as the office would: what the words allow, or no answer.
ALLOWED = dict(rows(__file__, "sentence_day.allowed", str, optional(fixed)))


def test_each_way_of_writing_is_read_as_a_person_would(subtests: pytest.Subtests) -> None:
    for text, expected in ALLOWED.items():
        with subtests.test(text=text):
            assert read(text, WRITTEN) == expected


def test_a_bank_holiday_of_before_any_are_known_is_no_answer() -> None:
    assert read("bank holiday", date(1900, 1, 4)) is None
    assert read("two weeks ago on bank holiday Monday", date(1900, 1, 4)) is None


def read(text: str, written_on: date) -> tuple[str, str] | None:
    span = read_sentence_day(text, written_on)
    return (span.earliest.isoformat(), span.latest.isoformat()) if span else None


UNITS = {
    "day": ("day", "days", "diwrnod"),
    "week": ("week", "weeks", "wythnos"),
    "month": ("month", "months", "mis"),
    "year": ("year", "years", "blynedd"),
}
JOINING = (" and ", " plus ", ", ", ", and ", " ", " a ", " ac ", " with ", " and then ", " less ")


@pytest.mark.slow
def test_however_counts_are_joined_the_earliest_day_is_never_later_than_the_true_one() -> None:
    chance = Random(28)  # noqa: S311
    for _ in range(3_000):
        written_on = WRITTEN + timedelta(days=chance.randrange(-900, 900))
        parts, then, welsh = [], written_on, chance.random() < 0.3
        units = chance.sample(sorted(UNITS, key=list(UNITS).index, reverse=True), 2)
        for unit in sorted(units, key=list(UNITS).index, reverse=True):
            count = chance.randrange(1, 12)
            one, many, cymraeg = UNITS[unit]
            parts.append(f"{count} {cymraeg if welsh else one if count == 1 else many}")
            then = back(then, count, unit)
        joined = chance.choice(JOINING)
        text = joined.join(parts) + (" yn ôl" if welsh else " ago")
        span = read_sentence_day(text, written_on)
        if "less" not in joined:  # less is nearer, and is no answer at all
            assert span is None or span.earliest <= then, text
        else:
            assert span is None, text


def test_each_simple_count_is_read_as_its_own_day() -> None:
    for days in range(0, 800, 37):
        written_on = WRITTEN + timedelta(days=days)
        for unit, (_, many, cymraeg) in UNITS.items():
            for count in (2, 3, 5, 9):
                then = back(written_on, count, unit)
                for text in (f"{count} {many} ago", f"{count} {cymraeg} yn ôl"):
                    assert read(text, written_on) == (then.isoformat(), then.isoformat()), text


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
