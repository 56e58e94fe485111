"""What the library works out from a style, worked out once and kept on the style.

Letters share one stylesheet, and so a few dozen styles: the computed style of each kind of element,
the lengths that come of a style inside a box of one size, the strut of a line, what Pango is told.
"""

from typing import Any

from weasyprint.css import StyleFor
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import Box, PageBox, TableBox
from weasyprint.layout import percent
from weasyprint.layout.page import PageType
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

# Far more than all templates need; reached only by documents that give every element an id.
_MOST_STYLES = 5_000
_MOST_SIZES = 200
# Set from an attribute of the element and made anew each time: known by value, not by identity.
_FROM_ATTRIBUTES = frozenset({"lang", "anchor"})

_compute_styles = StyleFor.set_computed_styles
_resolve_lengths = percent.resolve_percentages
_set_up_layout = line_break.Layout.setup
_strut = line_break.strut
_wrap_table = build.wrap_table
_is_in_normal_flow = Box.is_in_normal_flow
_styles: dict[tuple[object, ...], Any] = {}


def shared_styles(
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
    style holds both, so their identities stay theirs. What a page changes in its style, it changes
    to the same in every letter.
    """
    computed = styles.get_computed_styles()
    declared = styles.get_cascaded_styles().get((element, pseudo_type), {})
    is_root = element == root and pseudo_type is None
    is_page = isinstance(element, PageType)
    key = (
        id(styles.font_config),
        None if is_root else id(computed[parent, None]),
        pseudo_type,
        tuple(
            (
                name,
                value if name in _FROM_ATTRIBUTES else id(value),
                str(weight) if is_page else weight,  # a page's has a list in it
            )
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


def shared_lengths(box: Any, containing_block: Any) -> None:
    """In place of `resolve_percentages`: lengths this style came to in a block of the same size.

    They are kept on the style, and a copy of a style starts without them. The borders of a cell
    that collapse depend on those around, and are there before its lengths are asked for.
    """
    style = box.style
    if isinstance(box, PageBox) or (
        "border_top_width" in vars(box) and style["border_collapse"] == "collapse"
    ):
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


def shared_wrapping(box: Any, children: Any) -> Any:
    """In place of `wrap_table`: a table and what is around it take the styles they had before."""
    wrapper = _wrap_table(box, children)
    table = next(each for each in wrapper.children if isinstance(each, TableBox))
    wrapper.style, table.style = vars(box.style).setdefault("wrapped", (wrapper.style, table.style))
    return wrapper


def kept_flow(box: Any) -> bool:
    """In place of `Box.is_in_normal_flow`, which is asked fifty thousand times a second."""
    kept = vars(box.style)
    if "in_flow" not in kept:
        kept["in_flow"] = _is_in_normal_flow(box)
    in_flow: bool = kept["in_flow"]
    return in_flow


def shared_strut(style: Any) -> Any:
    """In place of `strut`: the height and baseline of a line of this style, kept on the style."""
    kept = vars(style)
    if "strut" not in kept:
        kept["strut"] = _strut(style)
    return kept["strut"]


def shared_layout(layout: Any, style: Any) -> None:
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
