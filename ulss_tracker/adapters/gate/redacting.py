"""Redacting in the jail: each page a new picture with the marked places painted black.

Nothing of the file is taken over, not an object and not a word: the words of the new pages are
those that OCR reads of them. Marked words are searched in the file's own text and in that of OCR,
until OCR reads none of them any more.
"""

import io
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw
from pypdfium2 import raw

from ulss_tracker.adapters.gate import pdf, scanning
from ulss_tracker.adapters.gate.file_types import FileType

_MOST_PAGES = 200
_MOST_READINGS = 4
_DOTS, _MOST_DOTS = 200, 3_000  # to the inch; on a page's longer side
_QUALITY = 80
_BESIDE = 3  # dots painted beside a letter
_GRID = 10_000  # steps across and down a page
_WHOLE_PAGE = (0, 0, _GRID, _GRID, 0)
# A word that is parted at the end of a line; PDFium writes the last two for the hyphen.
_PARTED = r"(?:[-\u00ad\u2010\x02\ufffe]\s*)?"
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'" * 3)


class _Box(NamedTuple):
    """A place on a page (from nought), in steps of the grid."""

    page: int
    left: int
    top: int
    right: int
    bottom: int


def run(content: bytes, name: str, marks: str) -> tuple[dict[str, Any], list[Path]]:
    """Redact a file of this kind; the answer has the pages, from 1, of each place of each mark.

    `marks` is a list as JSON: words, or (page, left, top, width, height) in per cent of the page.
    Raises `ValueError` for a file too long, and where marked words can still be read.
    """
    kind, directory = FileType[name], Path(tempfile.gettempdir())
    source, painted, read, made = (directory / f"{step}.pdf" for step in ("in", "new", "read", "0"))
    pdf.pages_alone(scanning.as_pages(content, kind, directory), source)
    wanted = json.loads(marks)
    places = _found(source, wanted)
    for _ in range(_MOST_READINGS):
        _paint(source, [box for matches in places for match in matches for box in match], painted)
        if not shutil.which("ocrmypdf"):
            read = painted
            break
        scanning.read_words(painted, read)
        more = _found(read, [mark if isinstance(mark, str) else "" for mark in wanted])
        if not any(more):
            break
        places = [[*before, *now] for before, now in zip(places, more, strict=True)]
    else:
        raise ValueError
    pdf.pages_alone(read, made)
    pages = [sorted(match[0].page + 1 for match in matches) for matches in places]
    return {"places": pages}, [made]


def _found(file: Path, marks: Sequence[Any]) -> list[list[list[_Box]]]:
    """Of each mark its matches, each of which may go over lines and pages."""
    with pypdfium2.PdfDocument(file) as document:
        if len(document) > _MOST_PAGES:
            raise ValueError
        letters, text = _letters(document)
        found = []
        for mark in marks:
            if isinstance(mark, str):
                matches = _pattern(mark).finditer(text) if mark else iter(())
                found.append([list(_boxes(document, letters[slice(*m.span())])) for m in matches])
            else:
                found.append([[_area(*mark)]] if mark[0] <= len(document) else [])
    return [[match for match in matches if match] for matches in found]


def _letters(document: pypdfium2.PdfDocument) -> tuple[list[tuple[int, int]], str]:
    """The page and number of each letter, and all letters in their plain form."""
    letters, text = [], []
    for number, page in enumerate(document):
        written = page.get_textpage()
        for place in range(written.count_chars()):
            plain = _plain(chr(raw.FPDFText_GetUnicode(written, place)))
            letters += [(number, place)] * len(plain)
            text.append(plain)
        letters.append((number, -1))
        text.append("\n")
        page.close()
    return letters, "".join(text)


def _plain(text: str) -> str:
    """Without accents, case, ligatures and kinds of apostrophes."""
    parts = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _pattern(words: str) -> re.Pattern[str]:
    either = (_PARTED.join(map(re.escape, word)) for word in _plain(words).split())
    return re.compile(r"(?<!\w)" + r"\s+".join(either) + r"(?!\w)")


def _boxes(document: pypdfium2.PdfDocument, letters: Iterable[tuple[int, int]]) -> Iterator[_Box]:
    """The places of these letters, those of one line as one."""
    last: _Box | None = None
    for box in _single_boxes(document, letters):
        is_beside = last and last.page == box.page and last.top <= _middle(box) <= last.bottom
        if last and is_beside:
            last = _Box(box.page, *map(min, last[1:3], box[1:3]), *map(max, last[3:], box[3:]))
        else:
            if last:
                yield last
            last = box
    if last:
        yield last


def _middle(box: _Box) -> int:
    return (box.top + box.bottom) // 2


def _single_boxes(
    document: pypdfium2.PdfDocument, letters: Iterable[tuple[int, int]]
) -> Iterator[_Box]:
    for number, places in groupby(letters, key=itemgetter(0)):
        page = document[number]
        written, to_grid = page.get_textpage(), pypdfium2.PdfPosConv(page, _WHOLE_PAGE).to_bitmap
        for _, place in places:
            if place >= 0:
                left, bottom, right, top = written.get_charbox(place, loose=True)
                across, down = zip(to_grid(left, bottom), to_grid(right, top), strict=True)
                yield _Box(number, min(across), min(down), max(across), max(down))


def _area(page: int, left: float, top: float, width: float, height: float) -> _Box:
    edges = (left, top, left + width, top + height)
    return _Box(page - 1, *(round(edge * _GRID / 100) for edge in edges))


def _paint(source: Path, boxes: Sequence[_Box], target: Path) -> None:
    """Write each page as a picture, these places black."""
    with pypdfium2.PdfDocument(source) as document, pikepdf.new() as made:
        for number, page in enumerate(document):
            dots = min(_DOTS, _MOST_DOTS * 72 / max(page.get_size()))
            picture = page.render(scale=dots / 72, may_draw_forms=False).to_pil().convert("RGB")
            for box in boxes:
                if box.page == number:
                    _blacken(picture, box)
            written = io.BytesIO()
            picture.save(written, "PDF", resolution=dots, quality=_QUALITY)
            made.pages.extend(pikepdf.open(written).pages)
            page.close()
        made.save(target)


def _blacken(picture: Image.Image, box: _Box) -> None:
    left, right = (edge * picture.width / _GRID for edge in (box.left, box.right))
    top, bottom = (edge * picture.height / _GRID for edge in (box.top, box.bottom))
    area = (left - _BESIDE, top - _BESIDE, right + _BESIDE, bottom + _BESIDE)
    ImageDraw.Draw(picture).rectangle(area, fill="black")
