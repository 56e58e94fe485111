"""The paragraphs and lines of what somebody typed into a box."""

import re

# How people number or mark their points: the letter puts its own in front of each.
_OWN_MARK = re.compile(r"^(?:\(?\d{1,2}[.)]|[-–•*])\s+")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of what somebody typed: parted by blank lines, or else line by line."""
    return [" ".join(block.split()) for block in blocks(text)]


def blocks(text: str) -> list[str]:
    """The same paragraphs, with the ends of their lines."""
    text = text.replace("\r\n", "\n")
    parts = re.split(r"\n\s*\n", text) if re.search(r"\n\s*\n", text) else text.split("\n")
    return _points(parts)


def lines(text: str) -> list[str]:
    """The lines of what somebody typed, without the empty ones."""
    return [" ".join(line.split()) for line in _points(text.splitlines())]


def _points(parts: list[str]) -> list[str]:
    points = (_OWN_MARK.sub("", part.strip()) for part in parts)
    return [point for point in points if point]
