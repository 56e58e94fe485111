"""The numbers of a bundle's pages: those given stay, a late paper goes between."""

import pytest

from ulss_tracker.scheme.papers.page_numbers import OutOfOrder, number_pages


def numbered(papers: str, before: str = "") -> str:
    """`A:2 B:1` numbered, where `A=1,2` was before; as `A=1,2 B=3`."""
    counts = [(key, int(count)) for key, _, count in (one.partition(":") for one in papers.split())]
    given = {
        key: pages.split(",") for key, _, pages in (one.partition("=") for one in before.split())
    }
    return " ".join(
        f"{key}={','.join(pages)}" for key, pages in number_pages(counts, given).items()
    )


@pytest.mark.parametrize(
    ("papers", "before", "after"),
    [
        ("A:2 B:1", "", "A=1,2 B=3"),
        ("A:2 late:2 B:1", "A=1,2 B=3", "A=1,2 late=2A,2B B=3"),
        ("A:2 late:1 more:1 B:1", "A=1,2 late=2A B=3", "A=1,2 late=2A more=2B B=3"),
        ("late:1 A:1", "A=1", "late=0A A=1"),
        ("A:2 B:1 last:2", "A=1,2 B=3", "A=1,2 B=3 last=4,5"),
        ("A:2 last:1", "A=1,2 gone=3,4", "A=1,2 last=5"),
        ("A:1 late:1 B:1", "A=1Z B=2", "A=1Z late=1AA B=2"),
        ("A:1 late:2 B:1", "A=1AY B=2", "A=1AY late=1AZ,1BA B=2"),
        ("A:1 empty:0 B:1", "", "A=1 empty= B=2"),
    ],
)
def test_pages_are_numbered_once(papers: str, before: str, after: str) -> None:
    assert numbered(papers, before) == after


@pytest.mark.parametrize(
    ("papers", "before", "place"),
    [("B:1 A:2", "A=1,2 B=3", 1), ("A:1 more:1 late:1 B:1", "A=1 late=1A B=2", 2)],
)
def test_pages_that_have_numbers_stand_in_their_order(papers: str, before: str, place: int) -> None:
    with pytest.raises(OutOfOrder) as refused:
        numbered(papers, before)
    assert refused.value.place == place
