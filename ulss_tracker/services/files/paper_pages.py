"""The words of a paper's pages, opened by the gate; a scan's by OCR, and what could not be read."""

from dataclasses import dataclass
from typing import IO

from ulss_tracker.adapters.gate import client
from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.scheme.papers.paper import PaperFact

_FEWEST = 20  # characters of a page that has words: a page number is fewer
NOT_TAKEN = "the file cannot be opened: {why}"
NO_COPY = "no safe copy of the file can be made"
NO_OCR = "a picture of a page, and nothing that reads pictures is installed"
NO_WORDS = "a page without words that can be read"


@dataclass(frozen=True, slots=True)
class PaperPages:
    """The words of each page; those from a scan, by their numbers; what could not be read."""

    texts: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: tuple[PaperFact[str], ...] = ()


def pages_of(file: IO[bytes], *, most_pages: int = 0) -> PaperPages:
    """Read a file's pages; of a scan `most_pages`, where it is not nought.

    Raises `TooBusy`.
    """
    look = client.look(file)
    if look.kind is None:
        why = look.unwanted.value if look.unwanted else "unknown"
        return PaperPages(unread=(PaperFact(NOT_TAKEN.format(why=why), 1, ""),))
    texts = ("",) if look.kind.is_picture else _written(file, look.kind)
    if texts is None:
        return PaperPages(unread=(PaperFact(NO_COPY, 1, ""),))
    pictures = _without_words(texts)
    fault = NO_WORDS
    if pictures and client.has_ocr():
        with client.read_scan(file, look.kind, most_pages=most_pages) as copy:
            scanned = [page.text for page in copy.pages] if copy else []
        texts = (*scanned, *texts[len(scanned) :])
    elif pictures:
        fault = NO_OCR
    left = _without_words(texts)
    return PaperPages(
        texts,
        tuple(page for page in pictures if page not in left),
        tuple(PaperFact(fault, page, "") for page in left),
    )


def _written(file: IO[bytes], kind: FileType) -> tuple[str, ...] | None:
    with client.make_safe(file, kind) as copy:
        return tuple(page.text for page in copy.pages) if copy else None


def _without_words(texts: tuple[str, ...]) -> list[int]:
    return [page for page, text in enumerate(texts, start=1) if len(text.strip()) < _FEWEST]
