"""The papers asked of the CPS, by its area: a picture, a table, a spreadsheet."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.supervision import papers_by_area
from ulss_tracker.services.supervision.papers_by_area import PapersByArea
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.pictures import picture
from ulss_tracker.web.forms import DateField
from ulss_tracker.web.supervision.statistics import blueprint, days_of, not_before


class AskedForm(FilterForm):
    """The days between which papers were asked for; without them all."""

    asked_from = DateField("Asked for from")
    asked_to = DateField("Asked for to", validators=[not_before("asked_from")])


@blueprint.get("/papers", may=Permission.SEE_STATISTICS)
def papers() -> str:
    """The papers by CPS area. Days that cannot be read have no figures."""
    form = AskedForm(request.args)
    area = _counted(form) if form.validate() else None
    return render_template(
        "supervision/papers-by-area.html",
        form=form,
        found=area,
        chart=papers_by_area.chart(area) if area else None,
        columns=papers_by_area.TABLE.columns,
        fields=_fields(form) if area else {},
    )


@blueprint.get("/papers.svg", may=Permission.SEE_STATISTICS)
def papers_chart() -> Response:
    """The papers by CPS area as a picture."""
    return picture(papers_by_area.chart(_counted(AskedForm(request.args))))


@blueprint.get("/papers.<ending>", may=Permission.SEE_STATISTICS, audit="Papers by CPS area")
def papers_download(ending: str) -> Response:
    """The papers by CPS area as a spreadsheet."""
    area = _counted(AskedForm(request.args))
    return spreadsheet(papers_by_area.table(area), "papers", ending)


def _counted(form: AskedForm) -> PapersByArea:
    """The figures of the days in the address. Raises `Refused` where one cannot be read."""
    if not form.validate():
        wrong = [str(errors[0]) for errors in form.errors.values()]
        raise Refused(f"The papers cannot be counted: {'. '.join(wrong)}")
    return papers_by_area.count(form.asked_from.data, form.asked_to.data)


def _fields(form: AskedForm) -> dict[str, Any]:
    return days_of(asked_from=form.asked_from.data, asked_to=form.asked_to.data)
