"""Reading a scan in the jail: a safe copy with its words beneath the pictures of its pages.

OCRmyPDF straightens each page that has no words, has Tesseract read it in English and Welsh, and
lays the words beneath its picture; then the pages are taken as those of any PDF.
"""

import io
import os
import subprocess  # nosec B404
import tempfile
import time
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from ulss_tracker.adapters.gate import limits, making, pdf, pictures
from ulss_tracker.adapters.gate.file_types import FileType

_LONG_SIDE = 11.7  # inches, of a letter: what a camera says of its dots is no size
_LANGUAGES = "eng+cym"


def run(content: bytes, name: str, most_pages: str) -> tuple[dict[str, Any], list[Path]]:
    """Make a searchable PDF of a scan: of so many first pages, or of all for “0”."""
    kind, directory = FileType[name], Path(tempfile.gettempdir())
    source, read, made = (directory / f"{name}.pdf" for name in ("pages", "read", "safe"))
    scan = as_pages(content, kind, directory)
    pdf.pages_alone(_first(scan, int(most_pages)) if int(most_pages) else scan, source)
    read_words(source, read, "--deskew")
    pdf.pages_alone(read, made)
    until = time.process_time() + limits.SCANNING.seconds / 3
    return making.answer_of(made, until)


def read_words(source: Path, read: Path, *more: str) -> None:
    """Write the PDF with words beneath each page that has none; `more` options of OCRmyPDF."""
    # Our own words, and names we gave.
    subprocess.run(  # noqa: S603  # nosec B603 B607
        [
            *("ocrmypdf", *more),
            *("--skip-text", "--jobs", "1", "--optimize", "0", "--output-type", "pdf"),
            # PDFium leaves out whole lines of the other renderer's, where a page lies aslant.
            *("--pdf-renderer", "sandwich"),
            *("--language", _LANGUAGES, "--quiet", str(source), str(read)),
        ],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def as_pages(content: bytes, kind: FileType, directory: Path) -> Path | io.BytesIO:
    """A document as a PDF; of a picture, the right way up on one page of the size of a letter."""
    if kind.is_picture:
        return _picture(content, kind, directory)
    return making.as_pdf(content, kind, directory)


def _first(scan: Path | io.BytesIO, pages: int) -> io.BytesIO:
    """The first pages alone, before anything is done to the others."""
    first = io.BytesIO()
    with pikepdf.open(scan) as document:
        del document.pages[pages:]
        document.save(first)
    return first


def _picture(content: bytes, kind: FileType, directory: Path) -> io.BytesIO:
    made = io.BytesIO()
    with Image.open(pictures.drawn_again(content, kind, directory)[1]) as picture:
        dots = max(picture.size) / _LONG_SIDE
        picture.convert("RGB").save(made, "PDF", resolution=dots)
    return made
