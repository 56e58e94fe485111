"""A worksheet names each seeded error with its provision, and nothing where there is none."""

from datetime import date
from typing import Any

import pytest

from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.penalties import Convicted, load_penalties
from ulss_tracker.scheme.offences.worksheet import Count, Sheet, differences
from ulss_tracker.scheme.reading.sentence_parts import Served

BESIDE, AFTER = Served.CONCURRENTLY, Served.CONSECUTIVELY
DAY = date(2025, 3, 3)


def count(offence: str = "io-robbery", passed: str = "4 years", **more: Any) -> Count:
    known = load_catalogue().get(offence)
    more = {"convicted_on": date(2025, 1, 6), "pleaded_guilty": None} | more
    return Count(Convicted(known, Form.FULL, known.title), passed=passed, **more)


def plea(before: str, reduction: str, passed: str = "4 years", guilty: bool | None = True) -> Count:
    return count(passed=passed, before_plea=before, reduction=reduction, pleaded_guilty=guilty)


def said(recorded: str, *counts: Count, **more: Any) -> list[str]:
    more = {"sentenced_on": DAY, "varied_on": None} | more
    return differences(Sheet(recorded=recorded, counts=counts, **more), load_penalties())


THEFT, LIFE = "no-theft", "life imprisonment with a minimum term of 15 years"
FOUR = "4 years’ imprisonment"
HALF_SUSPENDED = "30 months’ imprisonment suspended for 2 years"
TWO_SUSPENDED = "2 years’ imprisonment suspended for 2 years"
WEEK_SUSPENDED = "7 days’ imprisonment suspended for 12 months"
NINE = "5 years’ imprisonment with an extended licence period of 4 years"
FOURTEEN = "5 years’ imprisonment with an extended licence period of 9 years"
SEEDED: list[tuple[str, str, tuple[Count, ...], dict[str, Any]]] = [
    ("come to 4 years, and the record says 5 years", "5 years’ imprisonment", (count(),), {}),
    ("come to 6 years", FOUR, (count(), count(passed="2 years", served=AFTER)), {}),
    (
        "come to 4 years",
        "6 years’ imprisonment",
        (count(), count(passed="2 years", served=BESIDE)),
        {},
    ),
    (
        "come to 7 years",
        "8 years’ imprisonment",
        (count(), count(passed="18 months", served=AFTER), count(passed="18 months", served=AFTER)),
        {},
    ),
    ("come to 5 years", FOUR, (count(), count(passed="5 years")), {}),
    ("come to 4 years and 6 months", FOUR, (count(passed="54 months"),), {}),
    (
        "come to 15 years",
        "life imprisonment with a minimum term of 12 years",
        (count("io-murder", LIFE),),
        {},
    ),
    (
        "typed as a term, and the record is a suspended term",
        TWO_SUSPENDED,
        (count(passed="2 years"),),
        {},
    ),
    ("typed as a suspended term", "2 years’ imprisonment", (count(passed=TWO_SUSPENDED),), {}),
    (
        "typed as a term, and the record is a minimum term",
        "life imprisonment with a minimum term of 4 years",
        (count(),),
        {},
    ),
    ("no sentence is typed", FOUR, (count(), count(THEFT, "")), {}),
    ("conviction recorded is later", FOUR, (count(convicted_on=date(2025, 3, 4)),), {}),
    (
        "6 years less one third is 4 years",
        "3 years’ imprisonment",
        (plea("6 years", "one third", "3 years"),),
        {},
    ),
    ("6 years less 25% is 4 years and 6 months", FOUR, (plea("6 years", "25%"),), {}),
    ("5 years less 10% is 4 years and 6 months", FOUR, (plea("5 years", "10%"),), {}),
    ("8 years less a quarter is 6 years", FOUR, (plea("8 years", "a quarter"),), {}),
    ("5 years less 1/3 is 3 years and 4 months", FOUR, (plea("5 years", "1/3"),), {}),
    (
        "has a verdict (Sentencing Act 2020 s.73(1))",
        FOUR,
        (plea("6 years", "33%", guilty=False),),
        {},
    ),
    ("has a guilty plea (Sentencing Act 2020 s.73(2))", FOUR, (plea("4 years", "0%"),), {}),
    ("in force from 1 April 2025, after", FOUR, (count(),), {"guideline_from": date(2025, 4, 1)}),
    (
        "starting point typed is outside",
        FOUR,
        (count(),),
        {"range_from": "5 years", "range_to": "9 years", "starting_point": "4 years"},
    ),
    (
        "starting point typed is outside",
        FOUR,
        (count(),),
        {"range_to": "9 years", "starting_point": "10 years"},
    ),
    ("range typed ends below", FOUR, (count(),), {"range_from": "9 years", "range_to": "5 years"}),
    (
        "8 years is above the maximum of 7 years",
        "8 years’ imprisonment",
        (count(THEFT, "8 years"),),
        {},
    ),
    (
        "above the maximum of 14 years",
        "15 years’ imprisonment",
        (count("no-burglary", "15 years"),),
        {},
    ),
    ("requires a life sentence", "20 years’ imprisonment", (count("io-murder", "20 years"),), {}),
    ("more than 2 years", HALF_SUSPENDED, (count(passed=HALF_SUSPENDED),), {}),
    ("less than 14 days", WEEK_SUSPENDED, (count(passed=WEEK_SUSPENDED),), {}),
    ("without a minimum term", "life imprisonment", (count("io-murder", "life imprisonment"),), {}),
    ("after the 56 days", FOUR, (count(),), {"varied_on": date(2025, 6, 2)}),
    (
        "10 days on remand are typed, and the record takes off 100",
        "life imprisonment with a minimum term of 15 years less 100 days",
        (count("io-murder", LIFE),),
        {"remand_days": 10},
    ),
    ("the extension period is 9 years", FOURTEEN, (count(passed=FOURTEEN),), {}),
    ("come to 9 years, above the maximum of 7 years", NINE, (count(THEFT, NINE),), {}),
]


@pytest.mark.parametrize(("words", "recorded", "counts", "more"), SEEDED)
def test_each_seeded_error_is_named_alone_with_a_provision(
    words: str, recorded: str, counts: tuple[Count, ...], more: dict[str, Any]
) -> None:
    (named,) = said(recorded, *counts, **more)
    assert words in named
    assert "unlawful" not in named
    assert "(" in named


RIGHT: list[tuple[str, tuple[Count, ...], dict[str, Any]]] = [
    (
        FOUR,
        (count(),),
        {"range_from": "3 years", "range_to": "6 years", "starting_point": "5 years"},
    ),
    ("6 years’ imprisonment", (count(), count(passed="2 years", served=AFTER)), {}),
    (FOUR, (plea("6 years", "33%"),), {}),
    ("40 months’ imprisonment", (plea("5 years", "one third", "3 years 4 months"),), {}),
    ("3 years’ imprisonment", (plea("40 months", "10%", "3 years"),), {}),
    (FOUR, (plea("6 years", "as the judge said"),), {}),
    ("26 weeks’ imprisonment", (count(passed="26 weeks"),), {}),
    ("a hospital order", (count(passed="a hospital order"),), {}),
    (LIFE, (count("io-murder", LIFE),), {"remand_days": 0}),
    (HALF_SUSPENDED, (count(passed=HALF_SUSPENDED),), {"sentenced_on": date(2026, 4, 1)}),
    (NINE, (count(passed=NINE),), {}),
    (FOUR, (count(),), {"varied_on": date(2025, 4, 1), "guideline_from": date(2025, 3, 3)}),
    (FOUR, (count(passed=""), count(passed="")), {}),
]


@pytest.mark.parametrize(("recorded", "counts", "more"), RIGHT)
def test_nothing_is_named_where_nothing_differs_or_nothing_is_known(
    recorded: str, counts: tuple[Count, ...], more: dict[str, Any]
) -> None:
    assert said(recorded, *counts, **more) == []
