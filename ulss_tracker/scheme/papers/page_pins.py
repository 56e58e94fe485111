"""Pins: pages of a bundle that the words of a document name, as “[p 14]” or “[pp 14-16]”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"\d+[A-Z]*"
_PIN = re.compile(rf"\[pp?\.? ?({_NUMBER}(?: ?[-–,] ?{_NUMBER})*)\]")
_MUST_HAVE = 40  # characters: a heading or “None” rests on no page


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document and the numbers of the pages that it names, as they were typed."""

    number: int
    text: str
    pages: tuple[str, ...]

    @property
    def lacks_pages(self) -> bool:
        """Whether a reader would look for the page that it rests on, and finds none."""
        return not self.pages and len(self.text) >= _MUST_HAVE


def read(paragraphs: list[str]) -> Iterator[Paragraph]:
    """Each paragraph with its pins; of a range, its first page and its last."""
    for number, text in enumerate(paragraphs, 1):
        pins = [page for pin in _PIN.findall(text) for page in re.findall(_NUMBER, pin)]
        yield Paragraph(number, text, tuple(dict.fromkeys(pins)))
