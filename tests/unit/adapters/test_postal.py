"""Whether GOV.UK Notify prints a PDF: its window, its margins, its pages."""

import pytest

from ulss_tracker.adapters.mail.notify_delivery import LARGEST_FILE
from ulss_tracker.adapters.pdf import make_pdf, postal

ADDRESS = ["Ada Brown", "1 High Street", "CF10 1AA"]
FITS = """@page { size: A4; margin: 39.5mm 20mm 20mm 25mm } p { margin: 0; font: 10pt sans-serif }
.below { margin-top: 30mm } .next { break-before: page } .left { margin-left: -15mm }"""


def letter(css: str = "", more: str = "", address: list[str] = ADDRESS) -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in address)
    html = f'<html lang="en"><head><title>A letter</title></head><body>{lines}{more}</body></html>'
    return make_pdf(html, f"{FITS} {css}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pdf", "why_not"),
    [
        (lambda: letter(), ""),
        (lambda: letter("@page { size: A5 }"), "page 1 is not A4"),
        (lambda: letter("@page { size: A4 landscape }"), "page 1 is not A4"),
        (lambda: letter("@page { margin-left: 20mm }"), "page 1 stands where"),
        (lambda: letter("@page { margin-top: 35mm }"), "page 1 stands where"),
        (lambda: letter(more='<p class="below">Below it</p>'), "page 1 stands where"),
        (lambda: letter("@page { margin-top: 57mm }"), "page 1 stands where"),
        (lambda: letter(address=["Ada Black", *ADDRESS[1:]]), "does not fit in the window"),
        (lambda: letter(more='<p class="next left">2</p>'), "page 2"),
        (lambda: letter(more='<p class="next">2</p>'), ""),
        (lambda: letter(more='<p class="next">2</p>' * 10), "it has 11 pages"),
        (lambda: b"no PDF", "cannot be read"),
        (lambda: b" " * (LARGEST_FILE + 1), "larger than 2 MB"),
    ],
)
def test_a_letter_must_fit_window_margins_and_pages(pdf, why_not: str) -> None:
    words = postal.why_not(pdf(), "\n".join(ADDRESS))
    assert why_not in words
    assert bool(words) == bool(why_not)
