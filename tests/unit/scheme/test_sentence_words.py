"""A sentence in words: what it reads as, and above all what it is never read as."""

import csv
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.reading.sentence_grammar import LENGTH, read_length
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind, as_plain, part_of
from ulss_tracker.scheme.reading.sentence_words import Reading, read_sentence

REGISTER = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown.csv"

WHOLE = {
    # Custody, in the ways its length is written.
    "4 years’ imprisonment": ["Imprisonment: 4 years"],
    "4 years' imprisonment.": ["Imprisonment: 4 years"],
    "Sentenced to a total of 9 years’ imprisonment": ["Imprisonment: 9 years"],
    "He was sentenced to 3 years in prison.": ["Imprisonment: 3 years"],
    "2 years 6 months imprisonment": ["Imprisonment: 2 years and 6 months"],
    "2 years, 6 months and 3 days’ imprisonment": ["Imprisonment: 2 years, 6 months and 3 days"],
    "8 years and 1 month’ imprisonment": ["Imprisonment: 8 years and 1 month"],
    "imprisonment for 20 weeks": ["Imprisonment: 20 weeks"],
    "876 days' imprisonment": ["Imprisonment: 876 days"],
    "two and a half years’ imprisonment": ["Imprisonment: 2 years and 6 months"],
    "2½ years imprisonment": ["Imprisonment: 2 years and 6 months"],
    "twenty-two months' imprisonment": ["Imprisonment: 22 months"],
    "7 years’ custody": ["Custody: 7 years"],
    "18 months YOI": ["Detention: 18 months"],
    "Detention in a young offender institution for 18 months": ["Detention: 18 months"],
    # Suspended.
    "10 months’ imprisonment suspended for 2 years": [
        "Imprisonment: 10 months, suspended for 2 years"
    ],
    "12 months' imprisonment suspeneded for 2 years": [
        "Imprisonment: 12 months, suspended for 2 years"
    ],
    "9 months’ imprisonment (suspended for eighteen months)": [
        "Imprisonment: 9 months, suspended for 18 months"
    ],
    "6 months imprisonment suspended": ["Imprisonment: 6 months, suspended"],
    "18 months suspended for 2 years": ["Custody: 18 months, suspended for 2 years"],
    "2 years’ imprisonment, suspended for 2 years, with 200 hours unpaid work": [
        "Imprisonment: 2 years, suspended for 2 years",
        "Unpaid work: 200 hours of unpaid work",
    ],
    # Extended and life.
    "11 years’ imprisonment with a licence extension of 2 years 10 months": [
        "Extended sentence: 11 years in custody and 2 years and 10 months extended licence"
    ],
    "13 year extended sentence, comprising of 8 years imprisonment and 5 years extended licence": [
        "Extended sentence: 8 years in custody and 5 years extended licence"
    ],
    "increased to 17 years and 6 months imprisonment, comprising of 13 years 6 months custodial "
    "and an extended licence of 4 years.": [
        "Extended sentence: 13 years and 6 months in custody and 4 years extended licence"
    ],
    "Life imprisonment with a minimum term of 12 years and 6 months": [
        "Life sentence: minimum term 12 years and 6 months"
    ],
    "custody for life, minimum term 20 years less 300 days on remand": [
        "Life sentence: minimum term 20 years less 300 days"
    ],
    "Detained at His Majesty’s pleasure with a minimum term of 14 years": [
        "Detention at His Majesty’s pleasure: minimum term 14 years"
    ],
    "Whole life order": ["Whole life order"],
    # Other orders.
    "12-month community order": ["Community order: 12 months"],
    "Community order for 18 months, with an unpaid work requirement of 80 hours": [
        "Community order: 18 months, 80 hours of unpaid work"
    ],
    "Youth rehabilitation order for 2 years": ["Youth rehabilitation order: 2 years"],
    "1 year conditional discharge": ["Conditional discharge: 1 year"],
    "absolute discharge": ["Absolute discharge"],
    "£400 fine": ["Fine: £400"],
    "fined £1,500.50": ["Fine: £1,500.50"],
    "Hospital order under section 41 of the Mental Health Act 1983": [
        "Hospital order: with restrictions"
    ],
    "Hospital order under section 37 with a restriction order under section 41": [
        "Hospital order: with restrictions"
    ],
    "Hospital order": ["Hospital order"],
    "3 months’ disqualification": ["Disqualification: 3 months"],
    "disqualified from driving for 5 years and until an extended retest": [
        "Disqualification: 5 years, until an extended test is passed"
    ],
    "Deferred sentence": ["Sentence deferred"],
    "Remitted to youth court for the sentence.": ["Remitted to the youth court"],
    "Restraining order until further order": ["Restraining order: no end date"],
    # Several parts.
    "4 years’ imprisonment and disqualified from driving for 6 years": [
        "Imprisonment: 4 years",
        "Disqualification: 6 years",
    ],
    "£1,500 fine, £170 victim surcharge and costs of £85": [
        "Fine: £1,500",
        "Victim surcharge: £170",
        "Costs: £85",
    ],
    "Count 1: 4 years' imprisonment; count 2: 2 years concurrent": [
        "Imprisonment: count 1, 4 years",
        "Custody: count 2, 2 years, served concurrently",
    ],
    "8 years imprisonment + 6 months determinate imprisonment consecutive": [
        "Imprisonment: 8 years",
        "Imprisonment: 6 months, served consecutively",
    ],
    "1) 3 years’ imprisonment 2) 5 year driving ban": [
        "Imprisonment: 3 years",
        "Disqualification: 5 years",
    ],
}

# Nothing of these may be read: every reading that comes to mind would be a wrong one.
UNREAD = [
    "£400 fine or 14 days’ imprisonment in default",
    "not imprisonment",
    "no immediate custody",
    "8 years imprisonment (reduced from 12 years)",
    "6 months 2 years imprisonment",  # units the wrong way about
    "2 years 3 years imprisonment",
    "0 years imprisonment",
    "2½ months imprisonment",
    "12 months suspended sentence",  # is it the term or how long it is suspended?
    "extended sentence of 13 years, comprising a custodial term of 8 years and an extended licence "
    "period of 4 years",  # 8 and 4 are not 13
    "Rehabilitation order",  # of which kind?
    "2 years 6 months",
    "imprisonment",
    "£5000",
    "Unchanged",
    "sentence of 2 years' imprisonment quashed",
    "up to 2 years' imprisonment",
    "3 or 4 years' imprisonment",
]


def test_every_word_has_its_place(subtests: pytest.Subtests) -> None:
    for text in WHOLE:
        with subtests.test(text=text):
            reading = read_sentence(text)
            assert [part.words for part in reading.parts] == WHOLE[text]
            assert reading.unread == ()
            assert reading.is_whole


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("8 years", OrderKind.IMPRISONMENT, ["Imprisonment: 8 years"]),
        ("2 years 6 months.", OrderKind.IMPRISONMENT, ["Imprisonment: 2 years and 6 months"]),
        ("8 years", OrderKind.COMMUNITY, []),
        ("8 years", None, []),
        ("0 years", OrderKind.IMPRISONMENT, []),
        (
            "8 years and 6 months and disqualified for 5 years until an extended test is passed",
            OrderKind.IMPRISONMENT,
            [
                "Imprisonment: 8 years and 6 months",
                "Disqualification: 5 years, until an extended test is passed",
            ],
        ),
        (
            "8 years; £170 surcharge",
            OrderKind.IMPRISONMENT,
            ["Imprisonment: 8 years", "Victim surcharge: £170"],
        ),
        # What follows may be of the same length.
        ("8 years and disqualified", None, []),
        ("8 years and to attend church", OrderKind.IMPRISONMENT, []),
        ("8 years and 2 years detention", OrderKind.IMPRISONMENT, []),
    ],
)
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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4 years’ imprisonment", OrderKind.IMPRISONMENT),
        ("10 months’ imprisonment suspended for 2 years", OrderKind.SUSPENDED),
        ("Life imprisonment", OrderKind.LIFE),
        ("12 month community order", OrderKind.COMMUNITY),
        ("restraining order for 5 years", None),
        ("7 years’ custody", None),
    ],
)
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


@pytest.mark.parametrize(
    "text",
    ["£1 fine, " * 220 + "xx", "1 year " * 280, "2 years and " * 160, "1) " * 600, "a " * 1000],
)
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
