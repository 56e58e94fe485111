"""Verdicts of the scheme on an offence in people's own words."""

from datetime import date
from functools import cache

from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

CATALOGUE = load_catalogue()
NOW, TODAY = date(2024, 6, 3), date(2026, 11, 27)
IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK


def verdict(text: str, on: date = NOW) -> Verdict:
    facts = Facts(None, on, (ConvictionFacts(None, text=text),), "Leeds Crown Court")
    return assess(facts, CATALOGUE).verdict


def counted(text: str, on: date | None = NOW) -> list[tuple[set[str], Form]]:
    read = CATALOGUE.typed.read(text, on)
    return [({row.id for row in one.rows}, one.form) for one in read.counted]


@cache
def named(basis_in: bool) -> tuple[str, ...]:
    """Titles that alone decide, in or out."""
    want = IN if basis_in else NOT
    return tuple(o.title for o in CATALOGUE if o.in_force(NOW) and verdict(o.title) is want)
