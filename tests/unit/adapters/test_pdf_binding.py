"""Papers bound as one: each link and bookmark finds its page, each page shows its number."""

import io
import re

import pikepdf
import pytest

from tests.support import sample_files as sample
from tests.support.documents import words_of
from ulss_tracker.adapters.pdf.binding import Bound, bind, pictured
from ulss_tracker.adapters.pdf.client import PdfFailed
from ulss_tracker.adapters.pdf.pool import make_pdf

pytestmark = pytest.mark.slow


def paper(name: str, pages: int, turned: int = 0) -> io.BytesIO:
    """A safe copy whose first page begins with its name: without tags, perhaps turned."""
    html = "".join(f"<p class=page>{name}, leaf {page}</p>" for page in range(1, pages + 1))
    css = ".page { break-after: page } .page:last-child { break-after: auto }"
    made = make_pdf(f"<html lang=en><title>{name}</title><body>{html}</body></html>", css)
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        del pdf.Root.StructTreeRoot
        for page in pdf.pages:
            page.Rotate = turned
            del page.StructParents
        pdf.save(file)
    return file


def bound() -> list[Bound]:
    own = make_pdf("<html lang=en><title>a</title><body><h1>Grounds</h1></body></html>", "")
    turned = [
        Bound("Turned", f"Turned {angle}", [paper(f"Turned {angle}", 1, angle)])
        for angle in (90, 180, 270)
    ]
    photograph = pictured([io.BytesIO(sample.picture("JPEG"))])
    return [
        Bound("Ours", "Grounds", [io.BytesIO(own)], numbers=["1"], ours=True),
        Bound("Court", "Remarks <1>", [paper("Remarks <1>", 2)], numbers=["2", "3"]),
        Bound("Court", "Late note", [paper("Late note", 1)], numbers=["3A"]),
        Bound("Court", "Photograph", [photograph], "No text layer", ["4"]),
        *[paper._replace(numbers=[str(place)]) for place, paper in enumerate(turned, start=5)],
    ]


def whole() -> bytes:
    made = io.BytesIO()
    assert bind("Bundle", bound(), made, ["R v Brown"]) == 9
    return made.getvalue()


def printed(pdf: pikepdf.Pdf) -> dict[tuple[int, int], tuple[str, str]]:
    """What each page says: its words, and the number that its strip prints."""
    pages = {}
    for place, page in enumerate(pdf.pages):
        alone = pikepdf.new()
        alone.pages.append(page)
        file = io.BytesIO()
        alone.save(file)
        number = re.findall(rb"\((\w+)\) Tj", page.Contents[-1].read_bytes())
        assert str(pdf.Root.PageLabels.Nums[2 * place + 1].P) == number[-1].decode()
        pages[page.objgen] = (words_of(file.getvalue()), number[-1].decode())
    return pages


def test_each_link_and_bookmark_finds_the_page_it_names_and_same_input_is_same_bytes() -> None:
    content = whole()
    assert content == whole()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = printed(pdf)
        by_name = {each.name: each for each in bound()}
        links = [link.Dest[0].objgen for link in pdf.pages[0].Annots]
        assert [pages[link][1] for link in links] == ["1", "2", "3A", "4", "5", "6", "7"]
        assert all("/A" not in link for link in pdf.pages[0].Annots)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Index", "Ours", "Court", "Turned"]
            below = [item for section in outline.root for item in section.children]
        assert [item.title for item in below] == list(by_name)
        for link, item in zip(links, below, strict=True):
            words, number = pages[link]
            assert item.destination[0].objgen == link
            assert number == by_name[item.title].numbers[0]
            assert item.title in words or item.title == "Photograph"
        tags = [element.S for element in pdf.Root.StructTreeRoot.K[0].K]
        assert tags == [pikepdf.Name.Part, pikepdf.Name.Part]
    assert "No text layer" in words_of(content)


def test_the_number_stands_below_the_page_as_it_is_seen_and_covers_nothing() -> None:
    with pikepdf.open(io.BytesIO(whole())) as pdf:
        boxes = [[round(float(value)) for value in page.cropbox] for page in pdf.pages]
    wide, tall = 595, 842
    assert boxes[1] == [0, -24, wide, tall]
    assert boxes[6:] == [[0, 0, wide + 24, tall], [0, 0, wide, tall + 24], [-24, 0, wide, tall]]


def test_a_paper_that_cannot_be_opened_or_has_other_pages_is_refused() -> None:
    for paper_, error in (
        (Bound("Court", "Broken", [io.BytesIO(b"%PDF-1.7 a")]), PdfFailed),
        (Bound("Court", "Remarks", [paper("Remarks", 2)], numbers=["1"]), ValueError),
    ):
        with pytest.raises(error):
            bind("Bundle", [paper_], io.BytesIO())
