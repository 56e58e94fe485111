"""What a reader hears where the glyphs of a line do not spell it out (PDF/UA-1 7.21.7).

The library says of each glyph which characters it stands for. In scripts where a mark is drawn
before the letter it follows, or a letter is of several glyphs, no list by glyph can be right: a
name in Bengali or Hindi would be read with syllables missing or doubled. Such a line carries its
own text as well. Text from right to left does not: some readers turn it round once more.
"""

import unicodedata
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf.stream import Stream

TESTED_WITH = "70.0"
# Marks that are drawn on, around or before a letter, and joiners.
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_MAPS_GLYPHS = b"/CIDInit /ProcSet findresource begin"
# Seen and heard by nobody, and no end of a word.
_NOTHING = "\N{WORD JOINER}".encode("utf-16-be").hex().encode()

_marked = Stream.marked


def use() -> None:
    """Let lines say their text, where the library is the version this was tested with."""
    if weasyprint.VERSION == TESTED_WITH:
        Stream.marked = marked


def marked(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
    """In place of `Stream.marked`: what is drawn for `box` is marked, with its text if need be."""
    content: AbstractContextManager[None] = _marked(stream, box, tag)
    if isinstance(box, TextBox) and not box.text.isascii() and _is_spelt_otherwise(box.text):
        return _saying(content, stream, box.text)
    return content


@contextmanager
def _saying(content: AbstractContextManager[None], stream: Any, text: str) -> Any:
    with content:
        about = stream.stream[-2]  # what was just said of the content: its number
        if isinstance(about, pydyf.Dictionary):
            about["ActualText"] = pydyf.String(text)
        yield


@lru_cache(maxsize=1_000)
def _is_spelt_otherwise(text: str) -> bool:
    """Whether glyphs and characters may not go one with one, in text from left to right."""
    return any(unicodedata.category(each) in _MARKS for each in text) and not any(
        unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in text
    )


def map_every_glyph(pdf: Any) -> None:
    """Let a glyph that is part of a letter, and stands for no character alone, map to nothing seen.

    The library maps it to no character at all, which a checker rightly reports.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.stream and item.stream[0] == _MAPS_GLYPHS:
            item.stream = [
                line[:-2] + b"<" + _NOTHING + b">" if line.endswith(b" <>") else line
                for line in item.stream
            ]
