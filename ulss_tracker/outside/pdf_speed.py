"""What WeasyPrint works out anew for every letter, worked out once for a process instead.

Letters share one stylesheet and a few dozen styles, so four things are kept: a base stylesheet of
only the elements letters use; the computed style of each kind of element; the lengths that come of
a style inside a box of one size; and how Pango is told of a style. A quarter of the time of a
two-page letter goes, and not a byte changes: tests/unit/test_pdf_speed.py makes letters both ways
and compares them.

All but the first reach into the library, so they are done only for the version they were tested
with;
with any other, letters are as slow as the library is and otherwise the same.
"""

import gc
from functools import lru_cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.css import StyleFor
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import (
    absolute,
    block,
    column,
    flex,
    float,
    grid,
    inline,
    page,
    percent,
    table,
)
from weasyprint.layout.page import PageType
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

TESTED_WITH = "70.0"
BASE = Path(__file__).resolve().parent / "pdf_base.css"

# Far more than all templates need; reached only by documents that give every element an id.
_MOST_STYLES = 5_000
_MOST_SIZES = 200
_USERS_OF_LENGTHS = (absolute, block, column, flex, float, grid, inline, page, percent, table)
_USERS_OF_STRUT = (line_break, inline)
# Set from an attribute of the element and made anew each time: known by value, not by identity.
_FROM_ATTRIBUTES = frozenset({"lang", "anchor"})

_compute_styles = StyleFor.set_computed_styles
_resolve_lengths = percent.resolve_percentages
_set_up_layout = line_break.Layout.setup
_strut = line_break.strut
_styles: dict[tuple[object, ...], Any] = {}


class LetterHTML(weasyprint.HTML):  # type: ignore[misc]
    """A document whose elements begin from `pdf_base.css` and not from the library's own sheet."""

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_base()[0]]

    def _ua_counter_style(self) -> list[Any]:
        return [_base()[1].copy()]


@lru_cache(maxsize=1)
def _base() -> tuple[Any, Any]:
    counters = CounterStyle()
    return weasyprint.CSS(filename=BASE, counter_style=counters), counters


def use() -> None:
    """Keep styles and lengths from one document to the next, where the library is as tested."""
    if weasyprint.VERSION != TESTED_WITH:
        return
    StyleFor.set_computed_styles = _shared_styles
    for module in _USERS_OF_LENGTHS:
        if getattr(module, "resolve_percentages", None) is _resolve_lengths:
            module.resolve_percentages = _shared_lengths
    line_break.Layout.setup = _shared_layout
    for module in _USERS_OF_STRUT:
        module.strut = _shared_strut


def use_nothing() -> None:
    """Take the library as it comes again: for the test that compares the two."""
    StyleFor.set_computed_styles = _compute_styles
    for module in _USERS_OF_LENGTHS:
        if hasattr(module, "resolve_percentages"):
            module.resolve_percentages = _resolve_lengths
    line_break.Layout.setup = _set_up_layout
    for module in _USERS_OF_STRUT:
        module.strut = _strut


def settle() -> None:
    """After the first document: what is loaded stays, so let the collector look past it.

    A letter makes and drops some 100,000 small objects. Looking through them ten times as rarely
    saves a twentieth of the time, and costs some memory until the next look.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _shared_styles(
    styles: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """In place of `StyleFor.set_computed_styles`: the style that an equal element has already.

    Equal means the same parent style and the same declarations of the same stylesheet. The kept
    style holds both, so their identities stay theirs. Pages change their styles and get their own.
    """
    if isinstance(element, PageType):
        _compute_styles(styles, element, parent, root, pseudo_type, base_url, target_collector)
        return
    computed = styles.get_computed_styles()
    declared = styles.get_cascaded_styles().get((element, pseudo_type), {})
    is_root = element == root and pseudo_type is None
    key = (
        id(styles.font_config),
        None if is_root else id(computed[parent, None]),
        pseudo_type,
        tuple(
            (name, value if name in _FROM_ATTRIBUTES else id(value), weight)
            for name, (value, weight) in declared.items()
        ),
    )
    if known := _styles.get(key):
        computed[element, pseudo_type] = known
        if target_collector and known["anchor"]:
            target_collector.collect_anchor(known["anchor"])
        return
    _compute_styles(styles, element, parent, root, pseudo_type, base_url, target_collector)
    if len(_styles) >= _MOST_STYLES:
        _styles.clear()
    _styles[key] = computed[element, pseudo_type]


_LENGTHS = (
    *(
        f"{kind}_{side}"
        for kind in ("margin", "padding")
        for side in ("top", "right", "bottom", "left")
    ),
    *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)


def _shared_lengths(box: Any, containing_block: Any) -> None:
    """In place of `resolve_percentages`: lengths this style came to in a block of the same size.

    They are kept on the style, and a copy of a style starts without them. Borders that collapse
    depend on the cells around and are always worked out.
    """
    style = box.style
    if isinstance(box, PageBox) or style["border_collapse"] == "collapse":
        _resolve_lengths(box, containing_block)
        return
    if isinstance(containing_block, Box):
        size = (containing_block.width, containing_block.height)
    else:
        size = tuple(containing_block)
    kept = vars(style).setdefault("lengths_in", {})
    if lengths := kept.get(size):
        vars(box).update(lengths)
        return
    _resolve_lengths(box, containing_block)
    if len(kept) >= _MOST_SIZES:
        kept.clear()
    kept[size] = {name: vars(box)[name] for name in _LENGTHS}


def _shared_strut(style: Any) -> Any:
    """In place of `strut`: the height and baseline of a line of this style, kept on the style."""
    kept = vars(style)
    if "strut" not in kept:
        kept["strut"] = _strut(style)
    return kept["strut"]


def _shared_layout(layout: Any, style: Any) -> None:
    """In place of `Layout.setup`: a new layout in the Pango context this style already has.

    Underlined text, font features and other languages' glyphs are rare, and set up as ever.
    """
    kept = vars(style)
    if "pango" not in kept:
        kept["pango"] = None if _is_special(style) else _pango_of(style)
    if kept["pango"] is None:
        _set_up_layout(layout, style)
        return
    context, layout.language, description = kept["pango"]
    layout.style = style
    layout.first_line_direction = 0
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)  # C's parameter
    pango.pango_layout_set_font_description(layout.layout, description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _is_special(style: Any) -> bool:
    features = line_break.font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    return (
        bool(features)
        or style["text_decoration_line"] != "none"
        or style["font_language_override"] != "normal"
    )


def _pango_of(style: Any) -> tuple[Any, Any, Any]:
    """The context, language and font description of a style, as `Layout.setup` makes them."""
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, False)  # C's parameter
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        pointer, _ = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    return context, language, line_break.get_font_description(style)
