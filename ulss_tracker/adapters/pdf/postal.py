"""Whether GOV.UK Notify prints a letter: its letter specification, held against the PDF itself.

The places are those that Notify checks (alphagov/notifications-template-preview, `precompiled.py`,
read on 2 December 2026), in millimetres from the top left of an A4 page.
"""

import re

import pypdfium2
from PIL import ImageDraw

from ulss_tracker.adapters.mail.notify_delivery import LARGEST_FILE, UK_POSTCODE

MOST_PAGES = 10
_LINES = range(3, 8)  # of an address
_A4 = (210, 297)
_WINDOW = (24.6, 39.5, 120, 66.3)
# Above the window, the window, beside it, and the letter itself; then the later pages.
_FIRST_PAGE = ((15, 5, 195, 30), _WINDOW, (125, 5, 195, 95), (15, 95, 195, 292))
_LATER_PAGE = ((15, 5, 195, 292),)
_POINTS = 72 / 25.4  # a millimetre; a page is drawn with a point to a pixel
_OFF_A4 = 2  # millimetres
_WHITE = 255


def why_not(pdf: bytes, address: str) -> str:
    """Why Notify would not post this PDF to this address, in words for staff; empty where it would.

    For our own letters alone: a file from elsewhere is opened by the gate.
    """
    if len(pdf) > LARGEST_FILE:
        return "it is larger than 2 MB"
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return "the PDF cannot be read"
    with document:
        if len(document) > MOST_PAGES:
            return f"it has {len(document)} pages, and Notify prints {MOST_PAGES} at most"
        for number, page in enumerate(document, start=1):
            if any(
                abs(side / _POINTS - of_a4) > _OFF_A4
                for side, of_a4 in zip(page.get_size(), _A4, strict=True)
            ):
                return f"page {number} is not A4"
            if not _is_within(page, _FIRST_PAGE if number == 1 else _LATER_PAGE):
                return f"something on page {number} stands where Notify prints nothing"
        return _wrong_with_address(document[0], address)


def _is_within(page: pypdfium2.PdfPage, places: tuple[tuple[float, ...], ...]) -> bool:
    """Whether nothing of the page is outside these places: once they are covered, it is white."""
    picture = page.render(grayscale=True).to_pil()
    cover = ImageDraw.Draw(picture)
    for place in places:
        cover.rectangle([round(edge * _POINTS) for edge in place], fill=_WHITE)
    return bool(picture.getextrema() == (_WHITE, _WHITE))


def _wrong_with_address(page: pypdfium2.PdfPage, address: str) -> str:
    left, top, right, bottom = (edge * _POINTS for edge in _WINDOW)
    height = page.get_height()
    text = page.get_textpage().get_text_bounded(left, height - bottom, right, height - top)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if _words(text) != _words(address):
        return "the address does not fit in the window"
    if len(lines) not in _LINES or not re.fullmatch(UK_POSTCODE, lines[-1], re.IGNORECASE):
        return "the address needs three to seven lines, the last of them a UK postcode"
    return ""


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()
