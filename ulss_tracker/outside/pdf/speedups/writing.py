"""Writing the PDF: fonts cut down and packed once for the same glyphs, and quick packing."""

import zlib
from functools import lru_cache
from typing import Any

import pydyf
from weasyprint.pdf.fonts import Font

# The library packs at 9, which takes three times as long to save one byte in sixty.
_LEVEL = 6
_MOST_FONTS = 64

_to_bytes = pydyf._to_bytes
_data = pydyf.Stream.data
_clean = Font.clean
_page_references = pydyf.PDF.page_references
_cut: dict[tuple[object, ...], bytes] = {}


def to_bytes(item: Any) -> bytes:
    """In place of `pydyf._to_bytes`: what is most often asked is looked at first."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    if isinstance(item, pydyf.Object):
        return item.data  # type: ignore[no-any-return]
    converted: bytes = _to_bytes(item)
    return converted


@property  # type: ignore[misc]
def packed_data(stream: Any) -> bytes:
    """In place of `pydyf.Stream.data`."""
    content = b"\n".join([to_bytes(item) for item in stream.stream])
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        # A font that was cut down has its length among what is said of it.
        content = _pack_font(content) if "Length1" in extra else zlib.compress(content, _LEVEL)
    extra["Length"] = len(content)
    return b"\n".join((extra.data, b"stream", content, b"endstream"))


@lru_cache(maxsize=_MOST_FONTS)
def _pack_font(content: bytes) -> bytes:
    return zlib.compress(content, _LEVEL)


@property  # type: ignore[misc]
def kept_references(pdf: Any) -> tuple[bytes, ...]:
    """In place of `pydyf.PDF.page_references`, which names every page anew for every tag."""
    kept: tuple[bytes, ...] = vars(pdf).get("references", ())
    if 3 * len(kept) != len(pdf.pages["Kids"]):
        kept = vars(pdf)["references"] = _page_references.fget(pdf)
    return kept


def cut_once(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """In place of `Font.clean`: a font cut down to these glyphs before is the same again."""
    key = (font.hash, font.index, frozenset(to_unicode), hinting, bool(font.missing))
    if key not in _cut:
        _clean(font, to_unicode, hinting)
        if len(_cut) >= _MOST_FONTS:
            _cut.clear()
        _cut[key] = font.file_content
    font.file_content = _cut[key]
