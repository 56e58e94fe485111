"""One PDF of all that is held of a person, the words of others masked, opened by a code alone.

A mask takes out, and does not cover: here the letters of text; of files, the gate redacts pages.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, NamedTuple

from markupsafe import escape

from ulss_tracker.adapters.pdf.binding import Bound, bind
from ulss_tracker.adapters.pdf.client import PdfFailed
from ulss_tracker.adapters.pdf.pool import make_pdfs

MASK = "█" * 6
_CSS = "body { font: 11pt sans-serif } p { margin: 0 }"
_RECORDS, _FILES = "What we hold", "Files"
_LONGEST = 150_000  # characters of one document


class Part(NamedTuple):
    """One record: where it is from, its words, and the pages of a file, redacted already."""

    heading: str
    text: str
    pages: IO[bytes] | None = None


def masked(text: str, masks: Iterable[str]) -> str:
    """The text without these words of others."""
    words = sorted(masks, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, mask.split())) for mask in words if mask)
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", MASK, text) if either else text


def make(title: str, parts: Iterable[Part], masks: Sequence[str]) -> bytes:
    """The bundle, open as yet. Raises `PdfFailed` and `PdfUnavailable`."""
    every = list(parts)
    texts: list[IO[bytes]] = []
    for made in make_pdfs(_documents(title, every, masks)):
        if isinstance(made, PdfFailed):
            raise made
        texts.append(io.BytesIO(made))
    papers = [Bound(_RECORDS, _RECORDS, texts, ours=True)]
    for part in every:
        if part.pages:
            papers.append(Bound(_FILES, part.heading, [part.pages]))
    bundle = io.BytesIO()
    bind(title, papers, bundle)
    return bundle.getvalue()


def locked(bundle: bytes, code: str) -> bytes:
    """The same, opened by the code alone (AES-256)."""
    import pikepdf

    closed = io.BytesIO()
    encryption = pikepdf.Encryption(user=code, owner=code, R=6)
    pikepdf.open(io.BytesIO(bundle)).save(closed, encryption=encryption)
    return closed.getvalue()


def _documents(
    title: str, parts: Sequence[Part], masks: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The words of all parts as HTML, in documents that are no longer than one may be."""
    lines = [f"<h1>{escape(title)}</h1>"]
    for part in parts:
        lines.append(f"<h2>{escape(part.heading)}</h2>")
        lines += [f"<p>{escape(line)}</p>" for line in masked(part.text, masks).splitlines()]
    body, begun = "", f"<html lang=en><title>{escape(title)}</title><body>"
    for line in lines:
        if len(body) + len(line) > _LONGEST:
            yield f"{begun}{body}</body></html>", _CSS
            body = ""
        body += line
    yield f"{begun}{body}</body></html>", _CSS
