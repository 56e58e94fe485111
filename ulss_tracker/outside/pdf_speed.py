"""What WeasyPrint works out anew for every letter, worked out once for a process instead.

Letters share one stylesheet and a few dozen styles, so three things are kept: a base stylesheet of
only the elements letters use, the computed style of each kind of element, and the lengths that
come of a style inside a box of one size. A fifth of the time of a two-page letter goes, and not a
byte changes: tests/unit/test_pdf_speed.py makes letters both ways and compares them.

The last two reach into the library, so they are done only for the version they were tested with;
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

TESTED_WITH = "70.0"
BASE = Path(__file__).resolve().parent / "pdf_base.css"

# Far more than all templates need; reached only by documents that give every element an id.
_MOST_STYLES = 5_000
_MOST_SIZES = 200
_USERS_OF_LENGTHS = (absolute, block, column, flex, float, grid, inline, page, percent, table)
# Set from an attribute of the element and made anew each time: known by value, not by identity.
_FROM_ATTRIBUTES = frozenset({"lang", "anchor"})

_compute_styles = StyleFor.set_computed_styles
_resolve_lengths = percent.resolve_percentages
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
