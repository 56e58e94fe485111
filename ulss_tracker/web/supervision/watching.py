"""What a supervisor watches beside the board: exceptions, and the load ahead."""

from dataclasses import dataclass

from flask import render_template

from ulss_tracker.services import exceptions as kinds
from ulss_tracker.services import load as loads
from ulss_tracker.services.load import Day, Load
from ulss_tracker.web.supervision import blueprint

_BAR, _GAP, _HEIGHT = 16, 4, 160


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's bar of the chart, in the drawing's own units."""

    day: Day
    x: int
    y: int
    width: int
    height: int


@blueprint.get("/exceptions")
def exceptions() -> str:
    """Everything that departs from the usual, on one page."""
    groups = kinds.every()
    return render_template(
        "supervision/exceptions.html",
        found=[group for group in groups if group.count],
        absent=[group for group in groups if not group.count],
    )


@blueprint.get("/load")
def load() -> str:
    """Six weeks of file-by moments: by day as a chart and a table, and by person."""
    ahead = loads.ahead()
    bars = _bars(ahead)
    return render_template(
        "supervision/load.html",
        load=ahead,
        bars=bars,
        width=len(bars) * (_BAR + _GAP),
        height=_HEIGHT,
    )


def _bars(ahead: Load) -> list[Bar]:
    """A bar for each day, the busiest as high as the drawing."""
    bars = []
    for number, day in enumerate(ahead.days):
        height = round(_HEIGHT * day.count / ahead.most)
        bars.append(Bar(day, number * (_BAR + _GAP), _HEIGHT - height, _BAR, height))
    return bars
