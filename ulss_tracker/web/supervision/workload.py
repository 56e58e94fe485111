"""The workload ahead: six weeks of file-by moments, by day and by person; of a team, if chosen."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.supervision import workload_charts, workload_forecast
from ulss_tracker.services.supervision.workload_forecast import WorkloadForecast
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.pictures import picture
from ulss_tracker.web.forms import SelectField
from ulss_tracker.web.supervision import blueprint

_CHARTS = {"day": workload_charts.by_day, "person": workload_charts.by_person}
_TABLES = {"day": workload_charts.day_table, "person": workload_charts.person_table}


class WorkloadFilters(lists.FilterForm):
    """Whose workload is shown."""

    team = SelectField("Team", blank="Everybody", choices=lists.team_choices, coerce=int)


@blueprint.get("/load", may=Permission.SEE_BOARD)
def load() -> str:
    """Six weeks of file-by moments: by day and by person, each as a chart and a table."""
    form = WorkloadFilters(request.args)
    ahead, values = _ahead(form)
    return render_template(
        "supervision/workload.html",
        form=form,
        chosen=values,
        load=ahead,
        by_day=workload_charts.by_day(ahead),
        by_person=workload_charts.by_person(ahead),
    )


@blueprint.get("/load/<any(day, person):by>.svg", may=Permission.SEE_BOARD)
def load_chart(by: str) -> Response:
    """The load by day or by person as a picture."""
    return picture(_CHARTS[by](_ahead(WorkloadFilters(request.args))[0]))


@blueprint.get(
    "/load/<any(day, person):by>.<ending>", may=Permission.SEE_BOARD, audit="The workload forecast"
)
def load_download(by: str, ending: str) -> Response:
    """The load by day or by person as a spreadsheet."""
    ahead, _ = _ahead(WorkloadFilters(request.args))
    return spreadsheet(_TABLES[by](ahead), f"load-by-{by}", ending)


def _ahead(form: WorkloadFilters) -> tuple[WorkloadForecast, dict[str, Any]]:
    """The workload of whom the address asks for, and the part of the address that says so."""
    values = form.values()
    return workload_forecast.ahead(values.get("team")), values
