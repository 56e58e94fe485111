"""Making a safe copy in the jail: a PDF of nothing but pages, or a picture drawn again.

With it go a picture of each page, and the words.
"""

import html
import io
import tempfile
import time
from pathlib import Path
from typing import Any

from PIL import Image

from ulss_tracker.adapters.gate import (
    emails,
    libreoffice,
    limits,
    ole,
    page_pictures,
    pdf,
    pictures,
)
from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.adapters.gate.plain_text import decoded

_LONGEST_TEXT = 75_000  # characters that are set as pages
_MOST_LINES = 9_000
_REST = "\n\n(There is more, which is in the file as it came.)"
_STYLE = "body { font: 10pt 'Liberation Sans' } .text { white-space: pre-wrap }"


def run(content: bytes, name: str) -> tuple[dict[str, Any], list[Path]]:
    """Make a safe copy of a file of the kind with this name; it, and each page's picture."""
    began, kind, directory = time.process_time(), FileType[name], Path(tempfile.gettempdir())
    if kind.is_picture:
        return _picture(content, kind, directory)
    made = directory / "safe.pdf"
    pdf.pages_alone(as_pdf(content, kind, directory), made)
    return answer_of(made, began + limits.MAKING.seconds * 2 / 3)


def _picture(content: bytes, kind: FileType, directory: Path) -> tuple[dict[str, Any], list[Path]]:
    kind, made = pictures.drawn_again(content, kind, directory)
    shown = directory / "page-1.webp"
    with Image.open(made) as picture:
        width, height = page_pictures.write(picture, shown)
    page = {"width": width, "height": height, "words": [], "text": ""}
    return {"kind": kind.name, "pages": [page], "page_count": 1, "text": ""}, [made, shown]


def answer_of(made: Path, until: float) -> tuple[dict[str, Any], list[Path]]:
    """A safe PDF as the answer, with its pages pictured until so much of a processor's time."""
    pages, count, text = page_pictures.of_pdf(made, made.parent, until)
    pictures_of = [made.parent / page.pop("picture") for page in pages]
    answer = {"kind": FileType.PDF.name, "pages": pages, "page_count": count, "text": text}
    return answer, [made, *pictures_of]


def as_pdf(content: bytes, kind: FileType, directory: Path) -> Path | io.BytesIO:
    """A document as a PDF: itself, made by LibreOffice, or its text as pages."""
    if kind is FileType.PDF:
        return io.BytesIO(content)
    if kind.is_for_libreoffice:
        return libreoffice.to_pdf(content, kind, directory)
    return io.BytesIO(_set(_text(content, kind)))


def _text(content: bytes, kind: FileType) -> str:
    if kind is FileType.EMAIL:
        return emails.message_text(content)
    if kind is FileType.OUTLOOK:
        return ole.message_text(content)
    text = decoded(content)
    if text is None:
        raise ValueError
    return text


def _set(text: str) -> bytes:
    """The text as a PDF, in the letters' own fonts."""
    from ulss_tracker.adapters.pdf import worker

    begins = "\n".join(text[:_LONGEST_TEXT].splitlines()[:_MOST_LINES])
    if len(text) > _LONGEST_TEXT or text.count("\n") > _MOST_LINES:
        begins += _REST
    printable = "".join(begin for begin in begins if begin.isprintable() or begin in "\n\t")
    return worker.make(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>File</title></head>'
        f'<body><div class="text">{html.escape(printable, quote=False)}</div></body></html>',
        _STYLE,
    )
