"""Charts as pictures at addresses of their own, for `components/picture.html` to show."""

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker.adapters import charts
from ulss_tracker.adapters.charts import Chart
from ulss_tracker.errors import NotFound


def picture(chart: Chart) -> Response:
    """The chart as SVG, for a telephone where the address says `narrow`. Raises `NotFound`."""
    if chart.is_empty:
        raise NotFound("There is nothing to draw")
    svg = charts.drawn(chart, is_narrow=bool(request.args.get("narrow")))
    return Response(svg, mimetype=charts.MEDIA_TYPE)
