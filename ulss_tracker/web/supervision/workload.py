"""The workload ahead: six weeks of file-by moments, by day and by person."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.services.supervision import workload_charts, workload_forecast
from ulss_tracker.web.core.pictures import picture
from ulss_tracker.web.core.spreadsheets import spreadsheet
from ulss_tracker.web.supervision import blueprint

_CHARTS = {"day": workload_charts.by_day, "person": workload_charts.by_person}
_TABLES = {"day": workload_charts.day_table, "person": workload_charts.person_table}


@blueprint.get("/load")
def load() -> str:
    """Six weeks of file-by moments: by day and by person, each as a chart and a table."""
    ahead = workload_forecast.ahead()
    return render_template(
        "supervision/workload.html",
        load=ahead,
        by_day=workload_charts.by_day(ahead),
        by_person=workload_charts.by_person(ahead),
    )


@blueprint.get("/load/<any(day, person):by>.svg")
def load_chart(by: str) -> Response:
    """The load by day or by person as a picture."""
    return picture(_CHARTS[by](workload_forecast.ahead()))


@blueprint.get("/load/<any(day, person):by>.<ending>")
def load_download(by: str, ending: str) -> Response:
    """The load by day or by person as a spreadsheet."""
    return spreadsheet(_TABLES[by](workload_forecast.ahead()), f"load-by-{by}", ending)
