"""What makes letters quick: what WeasyPrint does anew for every letter, done once for a process.

Each replacement keeps what it once worked out, or goes a shorter way to the same; not a byte of a
letter changes but how it is packed. tests/unit/test_pdf_speed.py makes letters both ways and
compares them. All of them reach into the library, so they are in force only with the versions they
were tested with; with any other, letters are as slow as the library is and otherwise the same.
"""

import gc
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import cssselect2  # type: ignore[import-untyped]
import pydyf
import weasyprint
from weasyprint.css import StyleFor
from weasyprint.css.counters import CounterStyle
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf.fonts import Font
from weasyprint.text.line_break import Layout

from ulss_tracker.outside.pdf import reading
from ulss_tracker.outside.pdf.speedups import boxes, lines, styles, writing

TESTED_WITH = {"weasyprint": "70.0", "pydyf": "0.13.0"}
BASE = Path(__file__).resolve().parents[1] / "base.css"

# A function of the library and the one that takes its place, wherever it is named in the library.
FUNCTIONS: list[tuple[Any, Any]] = [
    (styles._resolve_lengths, styles.shared_lengths),
    (styles._strut, styles.shared_strut),
    (styles._wrap_table, styles.shared_wrapping),
    (lines._split, lines.shared_first_line),
    (lines._draw_text, lines.shared_text),
    (boxes._find_stylesheets, boxes.no_stylesheets),
    (boxes._lay_out_backgrounds, boxes.plain_backgrounds),
    (boxes._avoid_collisions, boxes.no_collisions),
    (boxes._can_break_text, boxes.can_break),
    (writing._to_bytes, writing.to_bytes),
]
# A class, the name of a method, the library's own and ours.
METHODS: list[tuple[type, str, Any, Any]] = [
    (StyleFor, "set_computed_styles", styles._compute_styles, styles.shared_styles),
    (Box, "is_in_normal_flow", styles._is_in_normal_flow, styles.kept_flow),
    (Layout, "setup", styles._set_up_layout, styles.shared_layout),
    (Layout, "deactivate", lines._deactivate, lines.keep_shape),
    (Font, "clean", writing._clean, writing.cut_once),
    (
        pydyf.PDF,
        "page_references",
        writing._page_references,
        writing.kept_references,
    ),
    (pydyf.Stream, "data", writing._data, writing.packed_data),
]


class LetterHTML(weasyprint.HTML):  # type: ignore[misc]
    """A document whose elements begin from `base.css` and not from the library's own sheet."""

    def __init__(self, string: str, url_fetcher: Callable[[str], Any]) -> None:
        root = reading.tree_of(string) if is_tested() else None
        if root is None:
            super().__init__(string=string, url_fetcher=url_fetcher)
            return
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_base()[0]]

    def _ua_counter_style(self) -> list[Any]:
        return [_base()[1].copy()]


@lru_cache(maxsize=1)
def _base() -> tuple[Any, Any]:
    counters = CounterStyle()
    return weasyprint.CSS(filename=BASE, counter_style=counters), counters


def is_tested() -> bool:
    """Whether the libraries are the ones that this was tested with."""
    return {"weasyprint": weasyprint.VERSION, "pydyf": pydyf.VERSION} == TESTED_WITH


def use() -> None:
    """Put ours in the place of the library's, where the library is as tested."""
    if not is_tested() or Layout.deactivate is lines.keep_shape:
        return
    _swap({id(theirs): ours for theirs, ours in FUNCTIONS})
    for owner, name, _theirs, ours in METHODS:
        setattr(owner, name, ours)
    boxes.square_corners(True)


def use_nothing() -> None:
    """Take the library as it comes again: for the test that compares the two."""
    _swap({id(ours): theirs for theirs, ours in FUNCTIONS})
    for owner, name, theirs, _ours in METHODS:
        setattr(owner, name, theirs)
    boxes.square_corners(False)


def _swap(others: dict[int, Any]) -> None:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in TESTED_WITH:
            for key, value in list(vars(module).items()):
                if id(value) in others:
                    setattr(module, key, others[id(value)])


def settle() -> None:
    """After the first document: what is loaded stays, so let the collector look past it.

    A letter makes and drops some 100,000 small objects. Looking through them ten times as rarely
    saves a twentieth of the time, and costs some memory until the next look.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
