"""The law as a lawyer reads it: what changed between two dates, and what to read first."""

from datetime import date

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.offences.penalties import load_penalties
from ulss_tracker.scheme.offences.proof import proof_of
from ulss_tracker.scheme.offences.reasons import list_of
from ulss_tracker.services.law import readings
from ulss_tracker.services.supervision import label_counts
from ulss_tracker.web.admin.forms import ChangesForm, ReadRowForm
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff

_LATEST_ORDER_ON = date(2019, 11, 19)


@blueprint.get("/catalogue/changes", may=Permission.SEE_CATALOGUE)
def catalogue_changes() -> str:
    """The rows that began or ended after one day and up to another, to print."""
    form = ChangesForm(request.args or None, after=_LATEST_ORDER_ON, to=clock.today())
    is_asked = bool(request.args)
    is_right = not is_asked or form.validate()
    rows = []
    if is_right:
        after, until = form.after.data, form.to.data
        rows = [
            (row, row.sentenced_from is not None and after < row.sentenced_from <= until)
            for row in load_catalogue().changes(after, until)
        ]
    return render_template(
        "admin/catalogue-changes.html",
        form=form,
        rows=rows,
        is_right=is_right,
        list_of=list_of,
        version=load_catalogue().version,
        error_list=form.error_list() if is_asked else [],
    )


@blueprint.get("/catalogue/to-read", may=Permission.SEE_CATALOGUE)
def catalogue_to_read() -> str:
    """The list of what a lawyer should read first: not confirmed, by how often it was recorded."""
    law = load_catalogue()
    rows = [row for row in law if row.wants_a_lawyer]
    counts = label_counts.convictions_of([row.id for row in rows])
    by_row = readings.every()
    rows.sort(key=lambda row: (-counts.get(row.id, 0), row.title, row.id))
    rows.sort(key=lambda row: readings.is_read(row, by_row.get(row.id, ())))
    penalties = load_penalties()
    return render_template(
        "admin/catalogue-to-read.html",
        rows=[
            (
                row,
                counts.get(row.id, 0),
                proof_of(row),
                [each for each in by_row.get(row.id, ()) if each.is_of(row)],
            )
            for row in rows
        ],
        with_minimum=sum(bool(penalties.minima(row)) for row in law),
        without_maximum=sum(not penalties.maxima(row) for row in law),
        total=len(law.offences),
        version=law.version,
    )


@blueprint.form("/catalogue/<offence_id>/read", may=Permission.KEEP_LAW)
def read_row(offence_id: str) -> str | Response:
    """Say that one has read the law of a row, with its words beside what the row says."""
    row = existing(find_offence(offence_id), "There is no such offence in the catalogue")
    form = ReadRowForm()
    if form.validate_on_submit():
        with RefusalOn(form):
            readings.read(row, form.copy.data, form.text.data, staff())
            return done("It is recorded that you read it", "admin.offence", offence_id=row.id)
    return render_template(
        "admin/read-row.html",
        form=form,
        offence=row,
        proof=proof_of(row),
        readings=readings.every().get(row.id, ()),
    )
