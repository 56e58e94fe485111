"""The tree of tags of a PDF: what is read out, in its order, and which content it stands for."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Mark(NamedTuple):
    """A piece of content: the page that it is on, as an object's number, and its own number."""

    page: tuple[int, int]
    number: int


def elements_below(parent: Any) -> Iterator[Any]:
    """Each tag below this one, in reading order."""
    for kid in _kids(parent):
        if _is_element(kid):
            yield kid
            yield from elements_below(kid)


def marks_below(parent: Any) -> Iterator[Mark]:
    """Each piece of content of this tag and of those below it."""
    for kid in _kids(parent):
        if isinstance(kid, int):
            yield Mark(parent.Pg.objgen, kid)
        elif _is_element(kid):
            yield from marks_below(kid)


def _kids(parent: Any) -> list[Any]:
    from pikepdf import Array

    kids = parent.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    from pikepdf import Dictionary

    return isinstance(kid, Dictionary) and "/S" in kid
