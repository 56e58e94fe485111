"""The text a reader hears where the glyphs of a word do not spell it out (PDF/UA-1 7.21.7).

In scripts where a mark is drawn before the letter it follows, or a letter is of several glyphs, no
list of characters by glyph can be right: a name in Bengali or Hindi would be read with syllables
missing or doubled. Such a word carries its own text as well, its ActualText. Text from right to
left does not: some readers turn it round once more.

The library cannot be asked for that. So each such word is put into an element that letters do not
use, which comes out as a tag that nothing else in the PDF has, and there its text is hung on it.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import SubElement  # nosec B405

from ulss_tracker.adapters.pdf.structure import Mark, marks_below

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405

# By turns, so that a word that goes on in a second line is not taken for two, nor two for one.
_ELEMENTS = ("article", "blockquote")
_TAGS = frozenset({"/Art", "/BlockQuote"})
STYLE = "article, blockquote { display: inline; margin: 0 }"
# Nothing of the first is printed; the second may be printed again on the next page.
_LEFT_ALONE = frozenset({"head", "thead"})

# Marks that are drawn on, around or before a letter, and the two joiners.
_MARKS = frozenset({"Mn", "Mc", "Me"})
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_WORD = re.compile(r"\S+")


def wrap_words(root: "Element") -> list[str]:
    """Put each word that needs a text of its own into an element; the words, in order."""
    words: list[str] = []
    _wrap_below(root, words)
    return words


def _wrap_below(parent: "Element", words: list[str]) -> None:
    text, children = parent.text, [(child, child.tail) for child in parent]
    parent.text = None
    del parent[:]
    _append_text(parent, text, words)
    for child, tail in children:
        child.tail = None
        parent.append(child)
        if child.tag not in _LEFT_ALONE:
            _wrap_below(child, words)
        _append_text(parent, tail, words)


def _append_text(parent: "Element", text: str | None, words: list[str]) -> None:
    if not text:
        return
    done = 0
    if _has_marks(text):
        for word in _WORD.finditer(text):
            if _is_spelt_otherwise(word[0]):
                _append_plain(parent, text[done : word.start()])
                SubElement(parent, _ELEMENTS[len(words) % 2]).text = word[0]
                words.append(word[0])
                done = word.end()
    _append_plain(parent, text[done:])


def _append_plain(parent: "Element", text: str) -> None:
    if len(parent):
        parent[-1].tail = text
    else:
        parent.text = text


def _has_marks(text: str) -> bool:
    return not text.isascii() and any(
        each in _JOINERS or unicodedata.category(each) in _MARKS for each in set(text)
    )


@lru_cache(maxsize=1_000)
def _is_spelt_otherwise(word: str) -> bool:
    """Whether glyphs and characters may not go one with one, in a word from left to right."""
    return _has_marks(word) and not any(
        unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in word
    )


def texts_of_marks(elements: Sequence[Any], words: Sequence[str]) -> dict[Mark, str]:
    """The text of each piece of content that is one of `words`, whose tags become plain spans.

    A word that goes on in a second line has its text with its first piece, and none with the next.
    """
    from pikepdf import Name

    pieces = [element for element in elements if str(element.S) in _TAGS]
    by_word = [list(group) for _, group in groupby(pieces, lambda each: str(each.S))]
    for piece in pieces:
        piece.S = Name.Span
    if len(by_word) != len(words):  # rather none than another word's
        return {}
    texts: dict[Mark, str] = {}
    for word, group in zip(words, by_word, strict=True):
        first, *others = [found for each in group for found in marks_below(each)]
        texts[first] = word
        texts.update(dict.fromkeys(others, ""))
    return texts
