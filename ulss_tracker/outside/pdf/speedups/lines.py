"""Lines of text, worked out once: where a text breaks into lines, and how a line is drawn.

Where a text breaks depends on the text, its style and its width, and how a line is drawn on nothing
but the line, so both are kept. The library shapes a line three or four times over, the last time
only to draw it, and then reads its glyphs one field at a time; here the shape that measured the
line draws it too, and its glyphs are read all at once. Whatever is unusual about a line is left to
the library: decoration, justified text, glyphs moved from where they stand, no glyph at all.
"""

from copy import copy
from dataclasses import dataclass
from itertools import islice
from typing import Any

from weasyprint import draw
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

# Of some fifty letters: ten megabytes.
_MOST_LINES = 4_000
# As many as wait to be drawn at once: some forty pages.
_MOST_SHAPED = 3_000
_ENDS_OF_LINES = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
# A glyph as Pango keeps it: its number, width, two offsets and some flags, four bytes each.
_FIELDS = 5

_split = line_break.split_first_line
_deactivate = line_break.Layout.deactivate
_draw_text = draw.draw_text

_lines: dict[tuple[object, ...], tuple[Any, Any]] = {}
_shaped: list[Any] = []
_fonts: dict[tuple[int, float], "_KnownFont"] = {}


class _KnownFont:
    """A font in one size: as a PDF begins with it, how wide its glyphs are and what shows them."""

    def __init__(self, key: int, pango_font: Any, description: Any, size: float) -> None:
        self.key = key
        self.size = size
        self.font = Font(pango_font, description, size)
        self.widths: dict[int, int] = {}
        self.shown: dict[tuple[int, int], str] = {}
        font = self.font
        self.is_usual = not (
            font.bitmap or font.png or font.svg or font.colr or "fvar" in font.tables
        )

    def show(self, pango_font: Any, glyph: int, width: int) -> str:
        """What shows this glyph where Pango gave it this width: its number, and how to mend it."""
        known = self.widths.get(glyph)
        if known is None:
            extents = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(pango_font, glyph, ffi.NULL, extents)
            known = self.widths[glyph] = round(extents.width * 1000 * FROM_UNITS / self.size)
        kerning = known - width * 1000 * FROM_UNITS / self.size
        shown = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
        self.shown[glyph, width] = shown
        return shown


@dataclass(frozen=True, slots=True)
class _Run:
    """Glyphs of one font, as a page shows them, and the characters that each stands for."""

    font: _KnownFont
    shown: bytes
    said: dict[int, str]


def shared_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """In place of `split_first_line`: the line this text made before, in this style and width."""
    key = (id(style), text, max_width, justification_spacing, is_line_start, minimum)
    if known := _lines.get(key):
        return known[1]
    made = _split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    if len(_lines) >= _MOST_LINES:
        for old in list(islice(_lines, _MOST_LINES // 4)):
            del _lines[old]
    _lines[key] = (style, made)  # the style is held, so that its identity stays its own
    return made


def keep_shape(layout: Any) -> None:
    """In place of `Layout.deactivate`: the shaped line is kept until it is drawn."""
    _shaped.append(layout)
    if len(_shaped) > _MOST_SHAPED:
        let_go()


def let_go() -> None:
    """Let go of the shaped lines, when a document is made."""
    for layout in _shaped:
        if "layout" in vars(layout):
            _deactivate(layout)
    _shaped.clear()


def shared_text(
    stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str = "none"
) -> None:
    """In place of `draw_text`: show the glyphs of this line, read from it once."""
    runs = None
    if text_overflow == "clip" and block_ellipsis == "none" and _is_usual(textbox):
        layout = textbox.pango_layout
        runs = vars(layout).get("runs")
        if runs is None:
            runs = layout.runs = _runs(layout, textbox.style)
    if not runs or not all(_agrees(run, stream._fonts) for run in runs):
        _draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
        return
    stream.set_color(textbox.style["color"])
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
    for run in runs:
        font = stream._fonts[run.font.key]
        stream.set_font_size(font.hash, run.font.size)
        stream.stream.append(run.shown)
        if not run.said.keys() <= font.to_unicode.keys():
            font.to_unicode.update(run.said | font.to_unicode)
    stream.end_text()


def _is_usual(textbox: Any) -> bool:
    style = textbox.style
    return (
        style["text_decoration_line"] == "none"
        and style["visibility"] == "visible"
        and style["font_size"] >= 1e-6
        and not textbox.pango_layout.justification_spacing
        and not textbox.text.isspace()
    )


def _agrees(run: _Run, fonts: dict[int, Any]) -> bool:
    """Whether the document's font has its glyphs as wide as the run has; it is added if new.

    They may differ in the last digit, where the document used the glyph in another size first.
    """
    font = fonts.get(run.font.key)
    if font is None:
        font = fonts[run.font.key] = copy(run.font.font)
        font.widths, font.to_unicode, font.missing = {}, {}, {}
    widths = run.font.widths
    for glyph in run.said:
        width = widths[glyph]
        if font.widths.setdefault(glyph, width) != width:
            return False
    return True


def _runs(layout: Any, style: Any) -> tuple[_Run, ...]:
    """The glyphs of a line; none where something about them is unusual."""
    if not _ENDS_OF_LINES.isdisjoint(layout.text):
        return ()
    if "layout" not in vars(layout):
        layout.reactivate(style)
        _shaped.append(layout)
    line, rest = layout.get_first_line()
    if rest is not None:
        return ()
    text = layout.text.encode()
    runs: list[_Run] = []
    previous = None
    item = line.runs[0]
    while item != ffi.NULL:
        glyph_item, item = item.data, item.next
        run = _run(glyph_item, text)
        if run is None:
            return ()
        font = glyph_item.item.analysis.font
        if font == previous:
            before = runs.pop()
            run = _Run(run.font, before.shown[:-4] + run.shown[1:], run.said | before.said)
        previous = font
        runs.append(run)
    fonts = {run.font.key: run.font for run in runs}
    if any(fonts[run.font.key] is not run.font for run in runs):
        return ()
    return tuple(runs)


def _run(glyph_item: Any, text: bytes) -> _Run | None:
    pango_font = glyph_item.item.analysis.font
    key, description, size = get_pango_font_key(pango_font)
    font = _fonts.get((key, size))
    if font is None:
        font = _fonts[key, size] = _KnownFont(key, pango_font, description, size)
    count = glyph_item.glyphs.num_glyphs
    if not font.is_usual or glyph_item.item.analysis.level % 2 or not count:
        return None
    fields = memoryview(ffi.buffer(glyph_item.glyphs.glyphs, 4 * _FIELDS * count)).cast("i")
    glyphs, widths = fields[::_FIELDS].tolist(), fields[1::_FIELDS].tolist()
    if (
        max(glyphs) >= pango.PANGO_GLYPH_EMPTY
        or any(fields[2::_FIELDS].tolist())
        or any(fields[3::_FIELDS].tolist())
    ):
        return None
    shown = font.shown
    pieces = [
        shown.get(pair) or font.show(pango_font, *pair) for pair in zip(glyphs, widths, strict=True)
    ]
    joined = "".join(["[<", *pieces])
    joined = joined[:-1] if joined.endswith("<") else joined + ">"
    start = glyph_item.item.offset
    places = [*ffi.unpack(glyph_item.glyphs.log_clusters, count), glyph_item.item.length]
    said: dict[int, str] = {}
    for number, glyph in enumerate(glyphs):
        if glyph not in said:
            said[glyph] = text[start + places[number] : start + places[number + 1]].decode()
    return _Run(font, f"{joined}] TJ".encode(), said)
