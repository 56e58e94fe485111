"""The numbers of a bundle's pages: those given stay, and a late paper's are 12A, 12B."""

import re
from collections.abc import Mapping, Sequence
from string import ascii_uppercase

_NUMBER = re.compile(r"(\d+)([A-Z]*)")


class OutOfOrder(ValueError):
    """A paper stands where its pages would not follow those before it; its place in the list."""

    def __init__(self, place: int) -> None:
        self.place = place


def number_pages(
    papers: Sequence[tuple[str, int]], before: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The number of each page, by the paper's key.

    `papers` are (key, how many pages) in their order, `before` the numbers given earlier. Those of
    papers taken out are not given again. Raises `OutOfOrder`.
    """
    numbers: dict[str, tuple[str, ...]] = {}
    last = "0"
    highest = max((_order(page)[0] for pages in before.values() for page in pages), default=0)
    for place, (key, count) in enumerate(papers):
        is_followed = any(later in before for later, _ in papers[place + 1 :])
        if key in before:
            pages = tuple(before[key])
        elif is_followed:
            pages = _lettered(last, count)
        else:
            pages = tuple(str(highest + page) for page in range(1, count + 1))
            highest += count
        if pages and _order(pages[0]) <= _order(last):
            raise OutOfOrder(place)
        numbers[key] = pages
        last = pages[-1] if pages else last
    return numbers


def _order(page: str) -> tuple[int, int, str]:
    number, letters = _NUMBER.fullmatch(page).groups()  # type: ignore[union-attr]
    return int(number), len(letters), letters


def _lettered(last: str, count: int) -> tuple[str, ...]:
    number, letters = _NUMBER.fullmatch(last).groups()  # type: ignore[union-attr]
    pages = []
    for _ in range(count):
        letters = _after(letters)
        pages.append(number + letters)
    return tuple(pages)


def _after(letters: str) -> str:
    """A, B … Z, AA, AB."""
    whole = letters.rstrip("Z")
    turned = "A" * (len(letters) - len(whole))
    if not whole:
        return "A" + turned
    return whole[:-1] + ascii_uppercase[ascii_uppercase.index(whole[-1]) + 1] + turned
