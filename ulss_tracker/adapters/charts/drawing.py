"""Charts drawn by pygal."""

import sys
from dataclasses import replace
from functools import cache
from typing import Any

from ulss_tracker.adapters.charts.styling import styled
from ulss_tracker.adapters.charts.values import Chart, Shape

_WIDE, _NARROW = 900, 360
_SIZE = 14
_FEW = 5


def drawn(shown: Chart, *, is_narrow: bool = False) -> bytes:
    """The chart as SVG; `is_narrow` draws it for a telephone. Raises ValueError where empty."""
    if shown.is_empty:
        raise ValueError("An empty chart cannot be drawn")
    size = 12 if is_narrow else 14
    return styled(_bars(shown, size).render_tree(), shown, size)


def _plot(kind: str, size: int, **options: Any) -> Any:
    """A drawing of the library's, as wide as a desk or a telephone has room for."""
    library = _library()
    # A label printed at a dot stands as far beside it as values are large: in it.
    style = library.style.Style(
        label_font_size=size, major_label_font_size=size, legend_font_size=size, value_font_size=0
    )
    width = _NARROW if _is_narrow(size) else _WIDE
    return getattr(library, kind)(style=style, js=[], width=width, margin=10, **options)


@cache
def _library() -> Any:
    """The library, read when the first picture is asked for, and held to its own affairs.

    For maps, which nobody draws here, it would look into every import of the process, by a way
    that Python has given up and warns of.
    """
    import pygal

    sys.meta_path[:] = [
        each for each in sys.meta_path if not isinstance(each, pygal.PluginImportFixer)
    ]
    return pygal


def _is_narrow(size: int) -> bool:
    return size < _SIZE


def _bars(chart: Chart, size: int) -> Any:
    is_narrow, lies = _is_narrow(size), chart.shape.lies
    chart = replace(chart, series=[series for series in chart.series if any(series.numbers)])
    plot = _plot(
        chart.shape.value,
        size,
        height=_height(chart, is_narrow=is_narrow),
        show_legend=len(chart.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=1 if is_narrow else _columns(chart),
        truncate_legend=40,
        truncate_label=60,
        min_scale=2,
        max_scale=4 if is_narrow and lies else 8,
        formatter="{:,.0f}".format,
        show_minor_x_labels=lies,
    )
    if lies:
        most = 20 if is_narrow else 44
        plot.x_labels = [_numbered(chart, place, most) for place in range(len(chart.labels))][::-1]
    else:
        plot.x_labels = list(chart.labels)
        step = max(chart.every, -(-len(chart.labels) // (3 if is_narrow else 12)))
        plot.x_labels_major = list(chart.labels[::step])
    if (most_of_all := _most(chart)) < _FEW:
        plot.y_labels = list(range(most_of_all + 1))  # no half of a person
    for series in chart.series:
        plot.add(series.name, list(series.numbers[::-1] if lies else series.numbers))
    return plot


def _most(chart: Chart) -> int:
    """The number at the end of the scale: the longest bar's, with all that is stacked in it."""
    numbers = zip(*(series.numbers for series in chart.series), strict=True)
    of_each = max if chart.shape is Shape.BESIDE else sum
    return max(int(of_each(number)) for number in numbers)


def _height(chart: Chart, *, is_narrow: bool) -> int:
    """High enough for each bar and each line of the legend."""
    legend = 0
    if len(chart.series) > 1:
        legend = 24 * (len(chart.series) // (1 if is_narrow else _columns(chart)))
    return (60 + 28 * len(chart.labels) if chart.shape.lies else 280) + legend


def _columns(chart: Chart) -> int:
    """Columns of the legend, each of them full: the library leaves no room for one that is not."""
    return next(number for number in (3, 2, 1) if len(chart.series) % number == 0)


def _numbered(chart: Chart, place: int, most: int) -> str:
    """A label with its number; cut where it is long: whole it stands in the table beside."""
    label = chart.labels[place]
    short = label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
    return f"{short}: {sum(series.numbers[place] for series in chart.series):,}"
