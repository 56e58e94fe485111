"""The rules against the office's own decisions, where its register is at hand.

The register is noisy and is no source of law: what is measured is that the rules read what an
office writes, and that nothing the office took up would have been turned away.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ulss_tracker.cli.check_csv import check_row
from ulss_tracker.scheme.offences.offences import load_catalogue

REGISTER = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown.csv"

pytestmark = pytest.mark.skipif(not REGISTER.exists(), reason="the office's register is not here")

OFFICE = {"yes": "in_scheme", "no": "not_in_scheme"}
EXPLAINED: set[str] = set()
"""Rows that disagree, by line of the register, each explained in docs/law.md. There are none."""


def rows() -> list[dict[str, str]]:
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["in_scheme"] in OFFICE]


@pytest.fixture(scope="module")
def decided() -> list[tuple[dict[str, str], str]]:
    catalogue = load_catalogue()
    return [(row, check_row(row, catalogue, date(2026, 11, 24))["verdict"]) for row in rows()]


def test_at_least_95_in_100_are_answered(decided: list[tuple[dict[str, str], str]]) -> None:
    counts = Counter(verdict != "needs_review" for _, verdict in decided)
    assert len(decided) == 231
    assert counts[True] / len(decided) >= 0.95


def test_of_those_answered_at_least_99_in_100_agree(
    decided: list[tuple[dict[str, str], str]],
) -> None:
    answered = [(row, verdict) for row, verdict in decided if verdict != "needs_review"]
    agreed = sum(OFFICE[row["in_scheme"]] == verdict for row, verdict in answered)
    assert agreed / len(answered) >= 0.99


def test_nothing_the_office_took_up_is_turned_away(
    decided: list[tuple[dict[str, str], str]],
) -> None:
    turned_away = {
        row["source_row"]
        for row, verdict in decided
        if row["in_scheme"] == "yes" and verdict == "not_in_scheme"
    }
    assert turned_away <= EXPLAINED
