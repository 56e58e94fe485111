"""Reading what people type, measured: descriptions whose answer is known, and long texts."""

import csv
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.tables import from_table
from tests.support.typed_verdicts import CATALOGUE, CHECK, NOW, TODAY
from ulss_tracker.cli.check_csv import check_row

OURS = Path(__file__).parent / "data" / "phrases.csv"
BY_OTHERS = Path(__file__).parent / "data" / "phrases_by_others.csv"
LABELLED = Path(__file__).parents[4] / "shared" / "data" / "phrases_dev.csv"


def score(rows: Iterable[dict[str, str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        cells = {name: row[name] for name in ("offence_text", "court", "sentence_date")}
        got = check_row(cells, CATALOGUE, TODAY, typed=True)["verdict"]
        want = row["expected"]
        if want == got:
            found["right"] += 1
        elif want == CHECK:
            found["guessed"] += 1
        else:
            found[f"{got} for {want}"] += 1
    return found


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("part", ["work", "kept"])
def test_of_our_own_descriptions_nine_in_ten_are_right_and_none_is_wrongly_out(part: str) -> None:
    rows = [row for row in rows_of(OURS) if row["part"] == part]
    found = score(rows)
    assert found["right"] >= 0.95 * len(rows)
    assert found["not_in_scheme for in_scheme"] == 0
    assert found["in_scheme for not_in_scheme"] <= 0.01 * len(rows)


@pytest.mark.slow
def test_of_five_others_descriptions_nine_in_ten_are_right_and_none_is_wrongly_out() -> None:
    rows = rows_of(BY_OTHERS)
    found = score(rows)
    assert found["right"] >= 0.9 * len(rows)
    assert found["not_in_scheme for in_scheme"] == 0
    assert found["in_scheme for not_in_scheme"] <= 0.01 * len(rows)


@pytest.mark.skipif(not LABELLED.exists(), reason="the labelled descriptions are not here")
def test_of_the_descriptions_of_another_hand_as_many_are_right() -> None:
    found = score(rows_of(LABELLED))
    assert found["right"] >= 245
    assert found["not_in_scheme for in_scheme"] == 0
    assert found["in_scheme for not_in_scheme"] <= 2
    assert found["guessed"] <= 4


@pytest.mark.slow
@from_table
def test_a_text_of_five_thousand_words_is_read_in_bounded_time(piece: str) -> None:
    text = piece * (5_000 // max(1, len(piece.split())))
    began = time.process_time()
    CATALOGUE.typed.read(text, NOW)
    assert time.process_time() - began < 10
