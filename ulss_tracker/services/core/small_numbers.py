"""Small numbers of people, which are not told of: somebody might be known by them."""

from collections.abc import Sequence

FEWEST = 5
"""Fewer people than this are not told of."""


def publishable(counts: Sequence[int]) -> list[int | None]:
    """The counts that may be published, in the order given; None for those that may not.

    Fewer than `FEWEST` are None. Where that leaves one count untold, or fewer than `FEWEST` people
    in all of them, the next smallest is not told either: whoever knows how many there are in all
    could work it out.
    """
    shown: list[int | None] = list(counts)
    untold = people = 0
    for place in sorted(range(len(counts)), key=lambda place: counts[place]):
        count = counts[place]
        if count < FEWEST or (untold and (untold == 1 or people < FEWEST)):
            shown[place] = None
            untold, people = untold + 1, people + count
    return shown
