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
        ("I sat in court on 9 October 2026", "2026-10-09", "2026-10-09"),
        ("the judge sat on 30 October and I was there", "2026-10-30", "2026-10-30"),
        ("I went and sat through it last Friday", "2026-11-20", "2026-11-20"),
        ("in court Sat 31 October", "2026-10-31", "2026-10-31"),
        ("last sat", "2026-11-21", "2026-11-21"),
        ("Leeds Magistrates' Court on 9 October", "2026-10-09", "2026-10-09"),
        ("Magistrates’ Court, 9 October 2026", "2026-10-09", "2026-10-09"),
        ("Llys yr Ynadon, 9 Hydref 2026", "2026-10-09", "2026-10-09"),
        ("magistrates 5 October, sentenced 9 November", "2026-11-09", "2026-11-09"),
        ("appeared at the magistrates court on 5 October", None, None),
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
    "18 months, two weeks ago": ("2025-05-12", "2026-11-12"),
    # After words that say how long the sentence is, it is that.
    "sentenced to 18 months, two weeks ago": ("2026-11-12", "2026-11-12"),
    "he got a month and two weeks ago": ("2026-10-12", "2026-10-12"),
    # Counts that cannot be added up are no answer, never the last of them.
    "six weeks less a day ago": None,
    "a month to the day and a week ago": ("2026-10-19", "2026-10-19"),
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


# Each read by a person first, as the office would: what the words allow, or no answer.
ALLOWED = {
    "30.13.26": None,
    "2026-10-30": ("2026-10-30", "2026-10-30"),
    "3rd or 4th of October": ("2026-10-03", "2026-10-04"),
    "31st or 32nd of February": None,
    "12th and 13th": ("2026-11-12", "2026-11-13"),
    "45th and 46th": None,
    "October 2025": ("2025-10-01", "2025-10-31"),
    "October last year": ("2025-10-01", "2025-10-31"),
    "last October": ("2025-10-01", "2026-10-31"),
    "last March": ("2025-03-01", "2026-03-31"),
    "last January": ("2025-01-01", "2026-01-31"),
    "in May": ("2026-05-01", "2026-05-31"),
    "early 2 October": ("2026-10-02", "2026-10-02"),
    "in early October": ("2026-10-01", "2026-10-10"),
    "mid October": ("2026-10-11", "2026-10-20"),
    "during 2025": ("2025-01-01", "2025-12-31"),
    "first week of October": ("2026-10-01", "2026-10-07"),
    "last week of October": ("2026-10-25", "2026-10-31"),
    "5th week of yesterday": None,
    "second Tuesday of March": ("2026-03-10", "2026-03-10"),
    "last Friday of October": ("2026-10-30", "2026-10-30"),
    "first Tuesday of yesterday": None,
    "last day of October": ("2026-10-31", "2026-10-31"),
    "6th of last month": ("2026-10-06", "2026-10-06"),
    "last day of yesterday": ("2026-11-25", "2026-11-25"),
    "the 6th": ("2026-11-06", "2026-11-06"),
    "he will be sentenced on the 6th": ("2026-12-06", "2026-12-06"),
    "he will be sentenced on 6 December": ("2026-12-06", "2026-12-06"),
    "between Christmas and New Year": ("2025-12-26", "2025-12-31"),
    "Easter week": ("2026-03-30", "2026-04-11"),
    "Easter week 2025": ("2025-04-14", "2025-04-26"),
    "Boxing Day 2024": ("2024-12-26", "2024-12-26"),
    "30 February 2026": None,
    "before 2 October": None,
    "the day after 30 February 2026": None,
    "the day before 3 October": ("2026-10-02", "2026-10-02"),
    "the week before 3 October": ("2026-09-21", "2026-10-02"),
    "the week after 3 October": ("2026-10-04", "2026-10-11"),
    "just before 3 October": ("2026-09-26", "2026-10-02"),
    "just after 3 October": ("2026-10-04", "2026-10-10"),
    "the Friday before 3 October": ("2026-10-02", "2026-10-02"),
    "the Friday after 3 October": ("2026-10-09", "2026-10-09"),
    "the Friday before 30 February 2026": None,
    "about 3 October": ("2026-09-28", "2026-10-08"),
    "about October": ("2026-10-01", "2026-10-31"),
    "3 October or so": ("2026-09-28", "2026-10-08"),
    "from 30 February 2026 to 3 March": None,
    "from the 3rd to 6 November": ("2026-11-03", "2026-11-06"),
    "4 October, that is the 4th": ("2026-10-04", "2026-10-04"),
    "not 3 October but 4 October": ("2026-10-04", "2026-10-04"),
    "next Friday": ("2026-11-27", "2026-12-04"),
    "he will be sentenced next Friday": ("2026-11-27", "2026-12-04"),
    "last Friday before last": ("2026-11-20", "2026-11-20"),
    "this Friday": ("2026-11-27", "2026-11-27"),
    "this week Friday": ("2026-11-27", "2026-11-27"),
    "Friday just gone": ("2026-11-20", "2026-11-20"),
    "he will be sentenced on Friday": ("2026-11-27", "2026-11-27"),
    "Friday week commencing 5 October": None,
    "Friday, early October": ("2026-10-02", "2026-10-09"),
    "Friday last week": ("2026-11-20", "2026-11-20"),
    "Wednesday this week": ("2026-11-25", "2026-11-25"),
    "last week": ("2026-11-16", "2026-11-22"),
    "this week": ("2026-11-23", "2026-11-26"),
    "the week before last": ("2026-11-09", "2026-11-15"),
    "next week he will be sentenced": ("2026-11-30", "2026-12-06"),
    "last weekend": ("2026-11-14", "2026-11-22"),
    "this weekend": ("2026-11-21", "2026-11-22"),
    "week ending 9 October": ("2026-10-03", "2026-10-09"),
    "week commencing 30 February 2026": None,
    "two weeks ago last Tuesday": ("2026-11-03", "2026-11-10"),
    "two weeks ago on 3 October": None,
    "Friday three weeks ago": ("2026-10-30", "2026-11-06"),
    "three weeks ago on Friday": ("2026-10-30", "2026-11-06"),
    "in the last two weeks": ("2026-11-12", "2026-11-26"),
    "within a month": ("2026-10-26", "2026-11-26"),
    "early this month": ("2026-11-01", "2026-11-10"),
    "bank holiday": ("2026-08-31", "2026-08-31"),
    "bank holiday last year Tuesday": None,
    "arrested 3 May, sentenced six weeks later": ("2026-06-14", "2026-06-14"),
    "arrested 3 May and sentenced the same day": ("2026-05-03", "2026-05-03"),
    "arrested on 3 May, sentenced the next day": ("2026-05-04", "2026-05-04"),
    "arrested on 3 May, sentenced the following Friday": ("2026-05-08", "2026-05-08"),
    "99999999 years ago": None,
    "a few weeks ago": ("2026-10-08", "2026-11-12"),
    "2 or 3 weeks ago": ("2026-11-05", "2026-11-12"),
    "7 to 10 days ago": ("2026-11-16", "2026-11-19"),
    "around a month ago": ("2026-10-21", "2026-10-31"),
    "plea on 3 June then sentenced on 3 June and on 4 June": ("2026-06-03", "2026-06-03"),
    "sentenced 3 October, sentenced 4 October": None,
    "Saturday of week commencing 5 October": None,
    "clocks went back": ("2026-10-25", "2026-10-25"),
    "the Sunday the clocks went forward": ("2026-03-29", "2026-03-29"),
    "Father's Day": ("2026-06-21", "2026-06-21"),
    "Wednesday early October": ("2026-10-07", "2026-10-07"),
    "the Friday before last": ("2026-11-13", "2026-11-13"),
    "Tuesday the 3rd of November": ("2026-11-03", "2026-11-03"),
    "this Tuesday, 24 November": ("2026-11-24", "2026-11-24"),
    "in the past few days": ("2026-11-19", "2026-11-26"),
    "less than a week ago": ("2026-11-19", "2026-11-26"),
    "the 3rd day of October": ("2026-10-03", "2026-10-03"),
    "12th October or 13th": ("2026-10-12", "2026-11-13"),
    "1 then 2 of nothing": None,
    "late February 2028": None,
    "sentenced on a Monday in March": ("2026-03-01", "2026-03-31"),
    "the week of yesterday": None,
    "3/11": ("2026-11-03", "2026-11-03"),
    "May 2026": ("2026-05-01", "2026-05-31"),
    "not 3 October": None,
    "since 3 October": ("2026-10-03", "2026-10-03"),
    "before last month": None,
    "40/50": None,
    "last December": ("2025-12-01", "2025-12-31"),
    "last week of 3 October": None,
    "2nd Friday of 3 October": None,
    "3rd of 3 October": ("2026-10-03", "2026-10-03"),
    "last week, Friday": ("2026-11-20", "2026-11-20"),
    "within a week and two days": None,
    "arrested 3 May; sentenced on the Friday after that": ("2026-05-08", "2026-05-08"),
    "arrested on 3 May, and the next Friday he was sentenced": ("2026-05-08", "2026-05-08"),
    "charged on 3 May and he will be sentenced next Friday": ("2026-11-27", "2026-12-04"),
    "on the Friday later that week": None,
}


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
