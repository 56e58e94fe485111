"""The workload ahead: six weeks of file-by moments, by day and by person."""

from dataclasses import dataclass

from flask import render_template

from ulss_tracker.services.supervision import workload_forecast
from ulss_tracker.services.supervision.workload_forecast import Day, WorkloadForecast
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


@blueprint.get("/load")
def load() -> str:
    """Six weeks of file-by moments: by day as a chart and a table, and by person."""
    ahead = workload_forecast.ahead()
    bars = _bars(ahead)
    return render_template(
        "supervision/workload.html",
        load=ahead,
        bars=bars,
        width=len(bars) * (_BAR + _GAP),
        height=_HEIGHT,
    )


def _bars(ahead: WorkloadForecast) -> list[Bar]:
    """A bar for each day, the busiest as high as the drawing."""
    bars = []
    for number, day in enumerate(ahead.days):
        height = round(_HEIGHT * day.count / ahead.most)
        bars.append(Bar(day, number * (_BAR + _GAP), _HEIGHT - height, _BAR, height))
    return bars
