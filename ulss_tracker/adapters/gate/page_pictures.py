"""Pictures of pages, and where on them the words are."""

import time
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

MOST_PICTURED = 300
_WIDEST, _TALLEST = 1_000, 3_000  # pixels
_MOST_WORDS = 3_000  # places with words on one page
_LONGEST_TEXT = 400_000
_QUALITY = 70
_QUICK = 1

Place = tuple[str, int, int, int, int]


def of_pdf(file: Path, directory: Path, until: float) -> tuple[list[dict[str, Any]], int, str]:
    """The pages pictured until so much of a processor's time; how many there are; the words.

    The first `MOST_PICTURED` pages have pictures; words are read of those alone.
    """
    pages: list[dict[str, Any]] = []
    text = ""
    with pypdfium2.PdfDocument(file) as document:
        count = len(document)
        for number in range(min(count, MOST_PICTURED)):
            if time.process_time() > until:
                break
            page = document[number]
            width, height = page.get_size()
            scale = min(_WIDEST / max(width, 1), _TALLEST / max(height, 1))
            drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
            picture = directory / f"page-{number + 1}.webp"
            size = write(drawn, picture)
            words, more = _words(page)
            if len(text) < _LONGEST_TEXT:
                text += more + "\n"
            pages.append(
                {
                    "picture": picture.name,
                    "width": size[0],
                    "height": size[1],
                    "words": words,
                    "text": more,
                }
            )
            page.close()
    return pages, count, text[:_LONGEST_TEXT]


def write(picture: Image.Image, file: Path) -> tuple[int, int]:
    """Write a picture, made smaller where it is large, and return its size."""
    picture.thumbnail((_WIDEST, _TALLEST))
    shown = picture if picture.mode in {"RGB", "RGBA", "L"} else picture.convert("RGB")
    shown.save(file, "WEBP", quality=_QUALITY, method=_QUICK)
    return shown.width, shown.height


def _words(page: pypdfium2.PdfPage) -> tuple[list[Place], str]:
    """Each line's words and its place in thousandths of the page; and all the words."""
    text_page = page.get_textpage()
    left, bottom, right, top = page.get_cropbox()
    across, down = max(right - left, 1), max(top - bottom, 1)
    places: list[Place] = []
    # Of a page that is turned, the words are read and not placed.
    turned = page.get_rotation() != 0
    for number in range(0 if turned else min(text_page.count_rects(), _MOST_WORDS)):
        x1, y1, x2, y2 = text_page.get_rect(number)
        words = text_page.get_text_bounded(x1, y1, x2, y2).strip()
        if words:
            places.append(
                (
                    words,
                    round((x1 - left) / across * 1000),
                    round((top - y2) / down * 1000),
                    max(1, round((x2 - x1) / across * 1000)),
                    max(1, round((y2 - y1) / down * 1000)),
                )
            )
    text = "\r\n".join(line.rstrip(" ") for line in text_page.get_text_range().split("\r\n"))
    text_page.close()
    return places, text
