"""The text of a paper as one, from its pages, so that every place in it knows its page."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.papers.patterns import patterns_of
from ulss_tracker.scheme.reading.tokens import flat

_SAYS = patterns_of("heading")
_HYPHEN = "\ufffe"  # how a PDF's hyphen at the end of a line is read
_LONE_STROKE = re.compile(r"(?<![\w|])\|(?![\w|])")  # how a scanned “I” is often read

_MARKED = re.compile(r"\b(years|months|weeks|days)[\"”](?=\s|$)")  # its apostrophe, in a scan


@dataclass(frozen=True, slots=True)
class PaperText:
    """The lines of a paper without page numbers, letters of the margin and paragraph numbers.

    `plain` is the text in lower case with a space for each line's end: places are the same in
    both. `starts` is where each page begins.
    """

    text: str
    plain: str
    starts: tuple[int, ...]

    def page(self, place: int) -> int:
        """The page of a place, from 1."""
        return max(1, bisect_right(self.starts, place))

    def words(self, start: int, end: int) -> str:
        """The words between two places, on one line."""
        return " ".join(self.text[start:end].split()).strip(" ,;:")


def text_of(pages: Sequence[str]) -> PaperText:
    """The text of these pages. Paragraph numbers count only in their order: 1, 2, 3."""
    lines: list[str] = []
    starts: list[int] = []
    length, paragraph = 0, 0
    for page in pages:
        starts.append(length)
        rows = page.replace(_HYPHEN, "-").splitlines()
        for place, raw in enumerate(rows):
            raw = _SAYS["misread_q"].sub("q", raw)
            line = _MARKED.sub(r"\1'", _LONE_STROKE.sub("I", " ".join(raw.split())))
            is_edge = length == starts[-1] or place == len(rows) - 1
            if _SAYS["noise"].fullmatch(line):
                continue
            if is_edge and _SAYS["page_number"].fullmatch(line):
                continue
            number = _SAYS["paragraph"].match(line)
            if number and int(number[1]) == paragraph + 1:
                paragraph += 1
                line = line[number.end() :]
            lines.append(line)
            length += len(line) + 1
    text = "\n".join(lines)
    return PaperText(text, flat(text).replace("\n", " "), tuple(starts))
