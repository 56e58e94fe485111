"""Asking the rules of eligibility, and reading what they say."""

from datetime import date
from typing import Any

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import Assessment, ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict

IN, NOT, CHECK = Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME, Verdict.MUST_CHECK
CATALOGUE = load_catalogue()
COURTS = load_courts()
NOW = date(2024, 6, 3)
CROWN = next(court for court in COURTS if court.kind is CourtKind.CROWN_COURT)


def facts(*offences: str | ConvictionFacts, **more: Any) -> Facts:
    return Facts(
        **{
            "court_id": CROWN.id,
            "sentenced_on": NOW,
            "convictions": tuple(
                one if isinstance(one, ConvictionFacts) else ConvictionFacts(one)
                for one in offences
            ),
            **more,
        }
    )


def told(text: str, **more: Any) -> Facts:
    return facts(ConvictionFacts(None, text=text), **more)


def ask(given: Facts) -> Assessment:
    return assess(given, CATALOGUE)


def result(found: Assessment, test: str) -> tuple[Verdict, str, str]:
    (one,) = [one for one in found.tests if one.test == test]
    return one.verdict, one.reason, one.authority


def asked(found: Assessment) -> list[str]:
    return [question.id for question in found.questions]
