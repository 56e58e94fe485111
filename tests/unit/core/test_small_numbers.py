"""Small numbers are not publishable, nor one from which they could be worked out."""

from itertools import product

import pytest

from ulss_tracker.services.core.small_numbers import FEWEST, publishable


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], []),
        ([5, 9], [5, 9]),
        ([9, 6, 1], [9, None, None]),
        ([9, 1, 6, 1], [9, None, None, None]),
        ([9, 4, 6, 4], [9, None, 6, None]),
        ([3], [None]),
    ],
)
def test_they_are_told_in_the_order_given(counts: list[int], expected: list[int | None]) -> None:
    assert publishable(counts) == expected


def test_whoever_knows_the_whole_cannot_work_out_a_small_one() -> None:
    for counts in product(range(1, 9), repeat=3):
        shown = publishable(counts)
        hidden = [count for count, each in zip(counts, shown, strict=True) if each is None]
        assert all(each is None or each >= FEWEST for each in shown)
        assert len(hidden) != 1
        if hidden:
            assert sum(hidden) >= FEWEST or len(hidden) == len(counts)
