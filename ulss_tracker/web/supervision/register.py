"""The old register: uploaded, looked through query by query, imported, corrected."""

import time

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import DownloadKind, RegisterState
from ulss_tracker.permissions import Permission
from ulss_tracker.services.register import importing, reporting, resolve
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.supervision import downloads
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.access import Blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision.register_forms import (
    BringForm,
    CorrectionFilters,
    DoubtFilters,
    FileFilters,
    SettleForm,
)

blueprint = Blueprint("register", __name__, url_prefix="/supervision/register")

_SECONDS_A_PRESS = 8  # an import that takes longer goes on when the page asks again


@blueprint.get("/", may=Permission.MANAGE_REGISTER)
def show() -> str:
    """List the registers that were uploaded, and ask for another."""
    return _show(BringForm())


@blueprint.post("/", may=Permission.MANAGE_REGISTER)
def bring() -> Response | tuple[str, int]:
    """Read a file that somebody brings; nothing is imported yet."""
    form = BringForm()
    if form.validate_on_submit():
        asked_at = clock.now()
        with RefusalOn(form.file):
            file = importing.bring(
                form.file.data.read(), staff(), has_categories=form.has_categories.data
            )
            if file.brought_at < asked_at:
                flash("This file was uploaded before: here it is as it stands", "info")
            return redirect(url_for("register.file", file_id=file.id))
    return _show(form), 400


@blueprint.get("/<int:file_id>", may=Permission.MANAGE_REGISTER)
def file(file_id: int) -> str:
    """Show one register: how far its import has come, and its queries."""
    found = importing.get(file_id)
    filters = DoubtFilters(request.args)
    shown = lists.listing([resolve.DOUBTS_BY_ROW], default="row", form=filters)
    asked = filters.values()
    return render_template(
        "supervision/register-file.html",
        file=found,
        unsettled=resolve.unsettled([found]).get(found.id, 0),
        page=resolve.doubts(
            found,
            settled={"open": False, "settled": True}.get(asked.get("which", "")),
            column=asked.get("column"),
            after=shown.after,
        ),
        form=filters,
        shown=shown,
        columns=Column,
    )


@blueprint.post("/<int:file_id>/import", may=Permission.MANAGE_REGISTER)
def import_(file_id: int) -> Response:
    """Import as much as can be done in one press; the page asks again for the rest."""
    found = importing.get(file_id)
    until = time.monotonic() + _SECONDS_A_PRESS
    importing.import_file(found, staff(), enough=lambda: time.monotonic() > until)
    if found.state is RegisterState.IMPORTED:
        flash(f"Imported {found.rows_new} of {found.rows} rows", "success")
    return redirect(url_for("register.file", file_id=file_id))


@blueprint.get("/<int:file_id>/report.csv", may=Permission.MANAGE_REGISTER)
def report(file_id: int) -> Response:
    """Send every query about the file, as a spreadsheet."""
    return spreadsheet(reporting.kept_report(importing.get(file_id)), "register-doubts")


@blueprint.get("/doubts/<int:doubt_id>", may=Permission.MANAGE_REGISTER)
def doubt(doubt_id: int) -> str:
    """Show one query, to resolve."""
    return _show_doubt(doubt_id, SettleForm(value=resolve.get_doubt(doubt_id).proposed))


@blueprint.post("/doubts/<int:doubt_id>", may=Permission.MANAGE_REGISTER)
def settle(doubt_id: int) -> Response | tuple[str, int]:
    """Resolve a query: the register stands, or a fact is corrected."""
    found = resolve.get_doubt(doubt_id)
    form = SettleForm()
    if form.validate_on_submit():
        with RefusalOn(form):
            if form.how.data == "stands":
                resolve.settle(found, form.why.data, staff())
            else:
                resolve.settle_by_correcting(found, form.value.data, form.why.data, staff())
            return done(
                "The query is resolved", "register.file", file_id=found.file_id, which="open"
            )
    return _show_doubt(doubt_id, form), 400


@blueprint.get("/corrections", may=Permission.MANAGE_REGISTER)
def corrections() -> str:
    """The log of corrections, newest first unless asked otherwise."""
    form = CorrectionFilters(request.args)
    shown = lists.listing(resolve.CORRECTIONS, default="-at", form=form)
    page = resolve.corrections(descending=shown.descending, after=shown.after, **form.values())
    return render_template("supervision/corrections.html", page=page, shown=shown, form=form)


def _show(form: BringForm) -> str:
    filters = FileFilters(request.args)
    shown = lists.listing(importing.ORDERINGS, default="-brought", form=filters)
    page = importing.files(**shown.place, **filters.values())
    return render_template(
        "supervision/register.html",
        form=form,
        filters=filters,
        shown=shown,
        page=page,
        unsettled=resolve.unsettled(page.rows),
        exports=downloads.recent(DownloadKind.REGISTER),
    )


def _show_doubt(doubt_id: int, form: SettleForm) -> str:
    found = resolve.get_doubt(doubt_id)
    return render_template(
        "supervision/register-query.html",
        doubt=found,
        form=form,
        column=Column(found.column_name),
        words_read=resolve.words_read(found),
        may_correct=Column(found.column_name) in resolve.FACT_OF and found.review_id is not None,
    )
