"""The measure of the matching: 2,000 pairs typed as people type, and strangers made to mislead."""

from collections import defaultdict

import pytest

from tests.support.typed_names import Made, Typed, made
from ulss_tracker.services.matching import Index, Subject, read_court, read_days, read_names

pytestmark = pytest.mark.slow

PAIRS, OTHERS, CASES = 2_000, 1_000, 3_000
SEED = 28


def subject(row: Typed) -> Subject:
    return Subject(read_names(row.name), read_court(row.court), read_days(row.day))


@pytest.fixture(scope="module")
def rows() -> Made:
    return made(SEED, pairs=PAIRS, others=OTHERS, cases=CASES)


@pytest.fixture(scope="module")
def suggested(rows: Made) -> dict[str, list[str]]:
    """The cases suggested for each query, among the first three."""
    index = Index([subject(row) for row in rows.cases])
    found: dict[str, list[str]] = defaultdict(list)
    for query in rows.queries:
        for ranked in index.rank(subject(query), 3):
            if ranked.is_suggested:
                found[query.id].append(rows.cases[ranked.record].id)
    return found


def test_of_true_duplicates_98_in_100_are_suggested_in_the_first_three(
    rows: Made, suggested: dict[str, list[str]]
) -> None:
    true = [query for query in rows.queries if query.case]
    found = sum(query.case in suggested[query.id] for query in true)
    assert len(true) == PAIRS
    assert found / PAIRS >= 0.98


def test_of_those_about_no_case_at_most_one_in_ten_has_a_suggestion(
    rows: Made, suggested: dict[str, list[str]]
) -> None:
    misled = [query for query in rows.queries if not query.case and suggested[query.id]]
    assert len(misled) / OTHERS <= 0.1


def test_of_all_suggestions_at_most_one_in_ten_is_false(
    rows: Made, suggested: dict[str, list[str]]
) -> None:
    cases = {query.id: query.case for query in rows.queries}
    pairs = [(query, case) for query, found in suggested.items() for case in found]
    false = [case for query, case in pairs if cases[query] != case]
    assert len(false) / len(pairs) <= 0.1
