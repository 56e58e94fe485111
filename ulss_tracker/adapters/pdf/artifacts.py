"""The heads and feet of pages, kept out of what a reader hears (PDF/UA-1 7.8).

The library marks them as text, and only leaves them out of the tree of tags. A screen reader that
goes by the page and not by the tree would read "Page 1 of 3" in the middle of a sentence.
"""

from typing import Any


def disown_heads_and_feet(owners: Any, read_out: set[tuple[int, int]]) -> set[int]:
    """The numbers of a page's content that hangs on no tag of the tree, which is now no tag's.

    `owners` are the page's tags by the number of their content, `read_out` the tags of the tree.
    """
    loose = {number for number, owner in enumerate(owners) if owner.objgen not in read_out}
    for number in loose:
        owners[number] = None
    return loose
