"""A sentence in words: what it reads as, and above all what it is never read as."""

import csv
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import column, from_table, rows, several
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.reading.sentence_grammar import LENGTH, read_length
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind, as_plain, part_of
from ulss_tracker.scheme.reading.sentence_words import Reading, read_sentence

REGISTER = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown.csv"

WHOLE = dict(rows(__file__, "sentence_words.whole", str, several))

# Nothing of these may be read: every reading that comes to mind would be a wrong one.
UNREAD = column(__file__, "sentence_words.unread")


def test_every_word_has_its_place(subtests: pytest.Subtests) -> None:
    for text in WHOLE:
        with subtests.test(text=text):
            reading = read_sentence(text)
            assert [part.words for part in reading.parts] == WHOLE[text]
            assert reading.unread == ()
            assert reading.is_whole


@from_table
def test_a_length_alone_is_read_as_the_kind_chosen_where_that_is_imprisonment(
    text: str, kind: OrderKind | None, said: list[str]
) -> None:
    assert [part.words for part in read_sentence(text, kind).parts] == said


@pytest.mark.parametrize(
    "words", ["and an extended test", "with an extended driving test", "and extended retest"]
)
def test_an_extended_test_is_read_beside_a_disqualification(words: str) -> None:
    (part,) = read_sentence(f"disqualified from driving for 3 years {words}").parts
    assert part.words == "Disqualification: 3 years, until an extended test is passed"


def test_better_unread_than_wrong(subtests: pytest.Subtests) -> None:
    for text in UNREAD:
        with subtests.test(text=text):
            reading = read_sentence(text)
            assert reading.parts == ()
            assert reading.unread
            assert not reading.is_whole


def test_what_was_not_understood_is_said_beside_what_was() -> None:
    reading = read_sentence("4 years’ imprisonment and to attend church; fined £200")
    assert [part.words for part in reading.parts] == ["Imprisonment: 4 years", "Fine: £200"]
    assert reading.unread == ("to attend church",)
    assert not reading.is_whole


@pytest.mark.parametrize("text", ["", "  ", "\n", ".", "x" * 2_001])
def test_nothing_to_read(text: str) -> None:
    assert not read_sentence(text).is_whole


@from_table
def test_a_part_says_what_kind_of_order_it_is(text: str, kind: OrderKind | None) -> None:
    assert read_sentence(text).parts[0].order_kind is kind


def test_a_part_is_stored_and_comes_back_as_it_was(subtests: pytest.Subtests) -> None:
    for text in WHOLE:
        with subtests.test(text=text):
            for part in read_sentence(text).parts:
                stored = as_plain(part)
                assert part_of(json.loads(json.dumps(stored))) == part
                assert all(value not in (None, "", False) for value in stored.values())


def test_what_never_was_a_part_is_refused() -> None:
    for stored in ({"kind": "hanging", "said": "x"}, {"kind": "fine", "said": "x", "other": 1}):
        with pytest.raises((ValueError, TypeError)):
            part_of(stored)


def test_years_and_months_add_up_across_the_year() -> None:
    assert Length(8, 9).plus(Length(4, 6)) == Length(13, 3)


@given(years=st.integers(0, 40), months=st.integers(0, 30), suspended=st.integers(1, 24))
def test_whatever_the_numbers_the_length_is_the_one_written(
    years: int, months: int, suspended: int
) -> None:
    length = Length(years=years, months=months)
    text = f"{length.words} imprisonment suspended for {suspended} months"
    reading = read_sentence(text)
    if not length.words:
        assert reading.parts == ()
        return
    assert reading.parts == (
        Part(
            PartKind.IMPRISONMENT,
            text,
            length=length,
            is_suspended=True,
            suspended_for=Length(months=suspended),
        ),
    )


@given(st.text(alphabet="1 2yearsmonth,and;£fineimprsk.()+\n", max_size=200))
def test_no_words_are_too_strange_to_read(text: str) -> None:
    reading = read_sentence(text)
    assert reading.is_whole == (bool(reading.parts) and not reading.unread)


@from_table
def test_hostile_words_take_no_time(text: str) -> None:
    started = time.process_time()
    read_sentence(text)
    assert time.process_time() - started < 5


@pytest.mark.skipif(not REGISTER.exists(), reason="the office's register is not here")
def test_the_offices_own_register_is_read() -> None:
    with REGISTER.open(encoding="utf-8") as file:
        said = [row["original_sentence"] for row in csv.DictReader(file)]
    whole = [text for text in said if read_sentence(text).is_whole]
    assert len(whole) / len(said) >= 0.99


def test_a_word_for_how_it_is_served_with_no_sentence_before_it_is_unread() -> None:
    assert read_sentence("nonsense concurrent") == Reading((), ("nonsense concurrent",))


def test_commas_with_nothing_between_them_are_one() -> None:
    reading = read_sentence("life, , custody until Tuesday")
    assert [part.said for part in reading.parts] == ["life"]
    assert len(reading.unread) == 1


def test_every_number_in_words_is_read_whole(subtests: pytest.Subtests) -> None:
    small = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    said = {
        word: number
        for number, word in enumerate(
            [*small.split(), *["fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]], start=1
        )
    }
    tens = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
    ones = [(word, number) for word, number in said.items() if number < 10]
    for ten, value in tens.items():
        said |= {f"{ten}{joint}{word}": value + number for joint in "- " for word, number in ones}
    for words, number in (said | tens).items():
        with subtests.test(words=words):
            assert read_length(f"{words} months") == [("months", number)]
            found = LENGTH.match(f"{words} months")
            assert found is not None
            assert found[0] == f"{words} months"
