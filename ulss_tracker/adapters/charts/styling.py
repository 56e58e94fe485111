"""The library's drawing made a picture of ours: its words, its colours, and nothing that runs."""

from collections.abc import Iterator, Sequence
from typing import Any

from ulss_tracker.adapters.charts.values import Chart

_COLOURS = ("#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1")
"""Those that the Government's analysts agreed on, to be told apart by whoever sees few colours."""
_INK, _GUIDE, _PAPER = "#0b0c0c", "#b1b4b6", "#ffffff"
_FONT = "Arial, Helvetica, sans-serif"
_CLASS = "class"
_SVG = "{http://www.w3.org/2000/svg}"


def styled(root: Any, shown: Chart, size: int) -> bytes:
    """The library's drawing with its words, with attributes in place of its style and script."""
    from pygal.etree import etree

    for name in ("id", _CLASS):
        root.attrib.pop(name, None)
    root.attrib.update(
        {"role": "img", "font-family": _FONT, "font-size": str(size), "fill": _INK, "lang": "en"}
    )
    _dress(root, ())
    for name, words in (("desc", shown.finding), ("title", shown.title)):
        told = etree.Element(f"{_SVG}{name}" if root.tag.startswith("{") else name)
        told.text = words
        root.insert(0, told)
    made: bytes = etree.tostring(root, encoding="utf-8")
    return made


def _dress(parent: Any, above: tuple[str, ...]) -> None:
    """Take out what no picture needs; the other parts' classes become attributes."""
    for part in list(parent):
        classes = str(part.get(_CLASS, "")).split() if isinstance(part.tag, str) else []
        if _is_left_out(part, classes, above):
            parent.remove(part)
            continue
        part.attrib.pop(_CLASS, None)
        part.attrib.pop("id", None)
        part.attrib.update(dict(_attributes(part.tag.rpartition("}")[2], classes, above)))
        _dress(part, (*above, *classes))


def _is_left_out(part: Any, classes: Sequence[str], above: Sequence[str]) -> bool:
    """Whether it is a script, a style, a hint for a mouse, or a line at the bars' own labels."""
    if not isinstance(part.tag, str):
        return True  # a comment, with the day on which it was drawn
    if part.tag.rpartition("}")[2] in {"defs", "style", "script", "title", "desc"}:
        return True
    across = "y" if "horizontal" in above else "x"
    return "tooltip-overlay" in classes or ("guide" in classes and across in above)


def _attributes(
    tag: str, classes: Sequence[str], above: Sequence[str]
) -> Iterator[tuple[str, str]]:
    if "background" in classes:
        yield "fill", _PAPER
    elif "line" in classes:
        yield from (("fill", "none"), ("stroke", _GUIDE))
    elif tag == "text" and "axis" in above:
        yield "text-anchor", "end" if "y" in above else "middle"
    elif "bar" in above:
        yield "stroke", _PAPER
    for each in classes:
        name, _, number = each.partition("color-")
        if not name and number and "text-overlay" not in above:
            yield "fill", _COLOURS[int(number) % len(_COLOURS)]
