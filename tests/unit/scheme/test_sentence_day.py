"""The day of sentence, read from words."""

import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from ulss_tracker.scheme.dates.sentence_day import LONGEST, read_sentence_day
from ulss_tracker.scheme.dates.spans import back

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


JOINED = {
    "pythefnos a diwrnod yn ôl": ("2026-11-11", "2026-11-11"),
    "wythnos a diwrnod yn ôl": ("2026-11-18", "2026-11-18"),
    "mis a diwrnod yn ôl": ("2026-10-25", "2026-10-25"),
    "blwyddyn a mis yn ôl": ("2025-10-26", "2025-10-26"),
    "tua mis a dau ddiwrnod yn ôl": ("2026-10-19", "2026-10-29"),
    "two weeks plus a day ago": ("2026-11-11", "2026-11-11"),
    "a month, a week and a day ago": ("2026-10-18", "2026-10-18"),
    "a month and a few days ago": ("2026-10-19", "2026-10-24"),
    "a couple of weeks and a few days ago": ("2026-10-31", "2026-11-15"),
    # Without a joining word the last may stand alone: both ends are kept.
    "3wks 2 days ago": ("2026-11-03", "2026-11-24"),
    "sentenced to 18 months, two weeks ago": ("2025-05-12", "2026-11-12"),
    # Counts that cannot be added up are no answer, never the last of them.
    "six weeks less a day ago": None,
    "a month to the day and a week ago": None,
    "a week, and then another two days ago": None,
    "a day over two weeks ago": None,
    "a month ago and a day": None,
    "in the last two months and a week": None,
    "a month and a half ago": None,
}


def test_counts_said_together_are_added_up_or_are_no_answer(subtests: pytest.Subtests) -> None:
    for text, expected in JOINED.items():
        with subtests.test(text=text):
            assert read(text, WRITTEN) == expected


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
