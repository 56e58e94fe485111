"""Many papers bound as one PDF: an index with links, bookmarks, one number on each page.

The number stands in a strip below the page, which grows by it: nothing of a paper is covered. Our
own pages keep their tags. Every other file is a safe copy, made by the gate.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import groupby
from typing import IO, Any, NamedTuple

from markupsafe import escape

from ulss_tracker.adapters.pdf.client import PdfFailed
from ulss_tracker.adapters.pdf.merge import TagTree
from ulss_tracker.adapters.pdf.pool import make_pdfs

_STRIP, _SIZE, _BASELINE, _MARGIN = 24.0, 12.0, 8.0, 28.0  # points, 72 to an inch
_WIDEST_DIGIT = 0.72  # of the size of the letters
_A4_INCHES = (8.27, 11.69)
_MOST_DOTS = 2_500  # of a photograph's longer side: 200 to the inch
_QUALITY = 85
# An address of no host: a link of the index, until it leads to its page.
_LINK = "https://page.invalid/"
_CSS = (
    "@page { size: A4; margin: 20mm } body { font: 11pt sans-serif } h2 { font-size: 13pt }"
    "table { width: 100%; border-collapse: collapse } th, td { text-align: left; vertical-align:"
    "top; padding: 4pt 8pt 4pt 0; border-bottom: 0.5pt solid #777; font-weight: normal }"
    "thead th { font-weight: bold } .pages { width: 22% } .note { width: 34% } a { color: #1d4f91 }"
)


class Bound(NamedTuple):
    """One paper of the whole. Without `numbers` its pages go on from the one before.

    `note` stands beside it in the index. Pages that are `ours` have tags, which are kept.
    """

    section: str
    name: str
    files: Sequence[IO[bytes]]
    note: str = ""
    numbers: Sequence[str] = ()
    ours: bool = False


def bind(title: str, papers: Sequence[Bound], target: IO[bytes], lines: Sequence[str] = ()) -> int:
    """Write the whole to `target` and return its number of pages; the same input, the same bytes.

    `papers` of one section stand together; `lines` stand below the title. Raises `PdfFailed`,
    `PdfUnavailable`, and `ValueError` for a paper of other pages than it has numbers.
    """
    import pikepdf  # loaded where it is needed: no web worker binds papers

    with ExitStack() as stack:
        opened = [[stack.enter_context(_opened(file)) for file in paper.files] for paper in papers]
        numbers = _numbers(papers, [sum(len(pdf.pages) for pdf in pdfs) for pdfs in opened])
        index = stack.enter_context(pikepdf.open(io.BytesIO(_index(title, papers, numbers, lines))))
        whole: Any = stack.enter_context(pikepdf.new())
        tree = TagTree(whole)
        tree.add(index, "Index")
        index_pages = len(whole.pages)
        first_pages = []
        for paper, pdfs in zip(papers, opened, strict=True):
            first_pages.append(len(whole.pages))
            for pdf in pdfs:
                tree.add(pdf, paper.name) if paper.ours else whole.pages.extend(pdf.pages)
        tree.close()
        printed = [_roman(page) for page in range(1, index_pages + 1)]
        printed += [number for pages in numbers for number in pages]
        _link_index(whole, index_pages, first_pages)
        _stamp(whole, printed)
        _bookmark(whole, papers, first_pages)
        _describe(whole, title, printed)
        whole.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return len(printed)


def count_pages(file: IO[bytes]) -> int:
    """How many pages a PDF has. Raises `PdfFailed`."""
    with _opened(file) as pdf:
        return len(pdf.pages)


def pictured(pictures: Sequence[IO[bytes]]) -> IO[bytes]:
    """Pictures as a PDF, each on a page no larger than A4."""
    from PIL import Image

    whole = io.BytesIO()
    pages = []
    for picture in pictures:
        page = Image.open(picture).convert("RGB")
        page.thumbnail((_MOST_DOTS, _MOST_DOTS))
        pages.append(page)
    across, down = (max(sizes) for sizes in zip(*(page.size for page in pages), strict=True))
    dots = max(across / _A4_INCHES[0], down / _A4_INCHES[1], 1.0)
    options: dict[str, Any] = {"resolution": dots, "quality": _QUALITY}
    pages[0].save(whole, "PDF", save_all=True, append_images=pages[1:], **options)
    whole.seek(0)
    return whole


def page_range(numbers: Sequence[str]) -> str:
    """The numbers of a paper's pages: 12A to 12C; 12; nothing of a paper without pages."""
    if len(numbers) < 2:
        return "".join(numbers)
    return f"{numbers[0]} to {numbers[-1]}"


def _opened(file: Any) -> Any:
    import pikepdf

    try:
        return pikepdf.open(file)
    except pikepdf.PdfError as error:
        raise PdfFailed("A paper could not be opened, so no bundle was made") from error


def _numbers(papers: Sequence[Bound], counts: Sequence[int]) -> list[Sequence[str]]:
    numbers: list[Sequence[str]] = []
    last = 0
    for paper, count in zip(papers, counts, strict=True):
        own = paper.numbers or [str(last + page) for page in range(1, count + 1)]
        if len(own) != count:
            raise ValueError("a paper has not as many pages as it has numbers")
        numbers.append(own)
        last += 0 if paper.numbers else count
    return numbers


def _index(
    title: str, papers: Sequence[Bound], numbers: Sequence[Sequence[str]], lines: Sequence[str]
) -> bytes:
    made = next(make_pdfs([("".join(_index_html(title, papers, numbers, lines)), _CSS)]))
    if isinstance(made, PdfFailed):
        raise made
    return made


def _index_html(
    title: str, papers: Sequence[Bound], numbers: Sequence[Sequence[str]], lines: Sequence[str]
) -> Iterator[str]:
    yield f"<!doctype html><html lang=en><head><title>{escape(title)}</title></head><body>"
    yield f"<h1>{escape(title)}</h1>"
    yield from (f"<p>{escape(line)}</p>" for line in lines)
    places = list(enumerate(zip(papers, numbers, strict=True)))
    for section, rows in groupby(places, key=lambda row: row[1][0].section):
        yield f"<h2>{escape(section)}</h2><table><thead><tr><th class=pages scope=col>Pages</th>"
        yield "<th scope=col>Paper</th><th class=note scope=col>To note</th></tr></thead><tbody>"
        for place, (paper, pages) in rows:
            name = escape(paper.name)
            link = f'<a href="{_LINK}{place}">{name}</a>' if pages else name
            yield f"<tr><td>{page_range(pages)}</td><th scope=row>{link}</th>"
            yield f"<td>{escape(paper.note)}</td></tr>"
        yield "</tbody></table>"
    yield "</body></html>"


def _link_index(whole: Any, index_pages: int, first_pages: Sequence[int]) -> None:
    """Have each link of the index lead to the first page of its paper."""
    from pikepdf import Array, Name

    pages = list(whole.pages)
    for page in pages[:index_pages]:
        for annotation in page.obj.get("/Annots", ()):
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if address.startswith(_LINK):
                first = pages[first_pages[int(address.removeprefix(_LINK))]]
                del annotation["/A"]
                annotation.Dest = Array([first.obj, Name.Fit])


def _bookmark(whole: Any, papers: Sequence[Bound], first_pages: Sequence[int]) -> None:
    """A bookmark for each section, and below it one for each paper."""
    from pikepdf import OutlineItem

    with whole.open_outline() as outline:
        outline.root.append(OutlineItem("Index", 0, "Fit"))
        rows = zip(papers, first_pages, strict=True)
        for section, row in groupby(rows, key=lambda row: row[0].section):
            items = [OutlineItem(paper.name, first, "Fit") for paper, first in row]
            first = items[0].destination
            above = OutlineItem(section, first, "Fit")
            above.children.extend(items)
            outline.root.append(above)


def _stamp(whole: Any, printed: Sequence[str]) -> None:
    from pikepdf import Dictionary, Name

    font = whole.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    )
    for page, number in zip(whole.pages, printed, strict=True):
        page.contents_add(b"q", prepend=True)
        name = page.add_resource(font, Name.Font, Name("/PageNumber"), replace_existing=True)
        page.contents_add(_strip(page, number, str(name)))


def _strip(page: Any, number: str, font: str) -> bytes:
    """Grow the page by a strip below it as it is seen, whichever way it is turned."""
    unit = 1 / float(page.obj.get("/UserUnit", 1))
    left, bottom, right, top = (float(value) for value in page.cropbox)
    deep, base = _STRIP * unit, _BASELINE * unit
    beside = (_MARGIN + _SIZE * _WIDEST_DIGIT * len(number)) * unit
    match int(page.obj.get("/Rotate", 0)) % 360:
        case 90:
            strip, turn = (right, bottom, right + deep, top), "0 1 -1 0"
            begin = right + deep - base, top - beside
        case 180:
            strip, turn = (left, top, right, top + deep), "-1 0 0 -1"
            begin = left + beside, top + deep - base
        case 270:
            strip, turn = (left - deep, bottom, left, top), "0 -1 1 0"
            begin = left - deep + base, bottom + beside
        case _:
            strip, turn = (left, bottom - deep, right, bottom), "1 0 0 1"
            begin = right - beside, bottom - deep + base
    page.cropbox = _around((left, bottom, right, top), strip)
    page.mediabox = _around([float(value) for value in page.mediabox], strip)
    x, y, width, height = strip[0], strip[1], strip[2] - strip[0], strip[3] - strip[1]
    return (
        f"Q /Artifact BMC q 1 g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f 0 g BT {font} "
        f"{_SIZE * unit:.3f} Tf {turn} {begin[0]:.2f} {begin[1]:.2f} Tm ({number}) Tj ET Q EMC"
    ).encode()


def _around(box: Sequence[float], strip: Sequence[float]) -> list[float]:
    return [*map(min, box[:2], strip[:2]), *map(max, box[2:], strip[2:])]


def _describe(whole: Any, title: str, printed: Sequence[str]) -> None:
    """Name the whole, and each page by the number printed on it."""
    from pikepdf import Array, Dictionary, String

    labels: list[Any] = []
    for place, number in enumerate(printed):
        labels += [place, Dictionary(P=String(number))]
    whole.Root.PageLabels = Dictionary(Nums=Array(labels))
    whole.Root.Lang = String("en")
    whole.Root.MarkInfo = Dictionary(Marked=True)
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    whole.docinfo["/Title"] = title


def _roman(number: int) -> str:
    """The number of a page of the index, which papers' numbers do not wait for."""
    tens, ones = divmod(number, 10)
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * tens + units[ones]
