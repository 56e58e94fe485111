"""The scheme's answers about the offences that are drawn, as an assessment keeps them."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from ulss_tracker.scheme.courts.court_table import Court
from ulss_tracker.scheme.offences import eligibility
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts, OrderKind, TestResult
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.history import history

OFFENCES = ("io-robbery", "io-murder", "io-soa03-1", "io-manslaughter")
OUTSIDE = "no-common-assault"
_SOME_COURT, _SOME_DAY = "leeds", "1988-02-01"


@dataclass(frozen=True, slots=True)
class RulesAnswer:
    """The rules' answer for one offence sentenced on one day. `tests` is JSON."""

    offence_id: str
    title: str
    family: str
    verdict: str
    tests: str
    catalogue_version: str


@cache
def answer_for(offence_id: str, sentenced_on: date) -> RulesAnswer:
    """Ask the rules once for each offence and day. Every court drawn is a Crown Court."""
    offence = load_catalogue().get(offence_id)
    assessment = eligibility.assess(_facts(offence_id, sentenced_on), load_catalogue())
    return RulesAnswer(
        offence_id=offence_id,
        title=offence.title,
        family=offence.family,
        verdict=assessment.verdict.value,
        tests=_tests(assessment.tests),
        catalogue_version=assessment.catalogue_version,
    )


def facts_of(offence_id: str, court: Court, sentenced_on: str) -> str:
    """The facts that the rules were asked about, as an assessment keeps them: JSON."""
    facts = _facts_somewhere(offence_id).replace(_SOME_COURT, court.id, 1)
    return facts.replace(_SOME_COURT, court.name, 1).replace(_SOME_DAY, sentenced_on, 1)


@cache
def _facts_somewhere(offence_id: str) -> str:
    facts = _facts(offence_id, date.fromisoformat(_SOME_DAY))
    return _json({"sentences": [history.plain(asdict(facts))]})


def _facts(offence_id: str, sentenced_on: date) -> Facts:
    return Facts(
        court_id=_SOME_COURT,
        court_text=_SOME_COURT,
        sentenced_on=sentenced_on,
        convictions=(ConvictionFacts(offence_id, text=load_catalogue().get(offence_id).title),),
        order_kind=OrderKind.IMPRISONMENT,
    )


@cache
def _tests(tests: tuple[TestResult, ...]) -> str:
    return _json(history.plain([asdict(result) for result in tests]))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
