"""Boxes that most letters have most of: undecorated, beside nothing that floats."""

from functools import lru_cache
from typing import Any

from weasyprint import css
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import background
from weasyprint.layout import float as floats
from weasyprint.text import line_break

_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")

_lay_out_backgrounds = background.layout_box_backgrounds
_avoid_collisions = floats.avoid_collisions
_can_break_text = line_break.can_break_text
_find_stylesheets = css.find_stylesheets

can_break = lru_cache(maxsize=2_000)(_can_break_text)


def no_stylesheets(*_: Any) -> tuple[()]:
    """In place of `find_stylesheets`: `allowlist` allows none in the document."""
    return ()


def plain_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """In place of `layout_box_backgrounds`: a box without decoration needs nothing worked out."""
    if style is not None or box is page or not _is_plain(box.style):
        _lay_out_backgrounds(page, box, get_image, layout_children, style)
        return
    if layout_children:
        for child in box.all_children():
            plain_backgrounds(page, child, get_image)
    box.background = None


def _is_plain(style: Any) -> bool:
    """Whether a box of this style has no background, picture, shadow or round corner."""
    kept = vars(style)
    if "plain" not in kept:
        color = style["background_color"]
        kept["plain"] = (
            style["visibility"] == "visible"
            and color != "currentcolor"
            and color.alpha == 0
            and not any(kind != "none" for kind, _ in style["background_image"])
            and style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and not style["box_shadow"]
            and all((0, "px") in style[f"border_{corner}_radius"] for corner in _CORNERS)
        )
    plain: bool = kept["plain"]
    return plain


def square_corners(is_on: bool) -> None:
    """Give boxes square corners unless something else is worked out for one."""
    for corner in _CORNERS:
        if is_on:
            setattr(Box, f"border_{corner}_radius", (0, 0))
        elif f"border_{corner}_radius" in vars(Box):
            delattr(Box, f"border_{corner}_radius")


def no_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
    """In place of `avoid_collisions`: where nothing floats, a box has the whole width."""
    if (
        context.excluded_shapes
        or containing_block.style["direction"] != "ltr"
        or box.style["float"] != "none"
    ):
        return _avoid_collisions(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    left += box.margin_left  # added and taken away again, so that it is rounded as ever
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left
