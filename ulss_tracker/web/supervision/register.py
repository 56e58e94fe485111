"""The old register: uploaded, looked through query by query, imported, corrected."""

import time
from functools import partial

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import DownloadKind, RegisterState
from ulss_tracker.permissions import Permission
from ulss_tracker.services.register import importing, lists, reporting, resolve
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.supervision import downloads
from ulss_tracker.web.core import lists as listing
from ulss_tracker.web.core.access import Blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.downloads import spreadsheet
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision.register_forms import BringForm, SettleForm

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
    register = importing.get(file_id)
    return listing.show(
        "supervision/register-file.html",
        lists.QUERIES,
        partial(lists.queries, register),
        file=register,
        unsettled=resolve.unsettled([register]).get(register.id, 0),
        columns=Column,
    )


@blueprint.post("/<int:file_id>/import", may=Permission.MANAGE_REGISTER)
def import_(file_id: int) -> Response:
    """Import as much as can be done in one press; the page asks again for the rest."""
    register = importing.get(file_id)
    until = time.monotonic() + _SECONDS_A_PRESS
    importing.import_file(register, staff(), enough=lambda: time.monotonic() > until)
    if register.state is RegisterState.IMPORTED:
        flash(f"Imported {register.rows_new} of {register.rows} rows", "success")
    return redirect(url_for("register.file", file_id=file_id))


@blueprint.get(
    "/<int:file_id>/report.csv",
    may=Permission.MANAGE_REGISTER,
    audit="Queries about the old register",
)
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
    doubt = resolve.get_doubt(doubt_id)
    form = SettleForm()
    if form.validate_on_submit():
        with RefusalOn(form):
            if form.how.data == "stands":
                resolve.settle(doubt, form.why.data, staff())
            else:
                resolve.settle_by_correcting(doubt, form.value.data, form.why.data, staff())
            return done(
                "The query is resolved", "register.file", file_id=doubt.file_id, which="open"
            )
    return _show_doubt(doubt_id, form), 400


@blueprint.get("/corrections", may=Permission.MANAGE_REGISTER)
def corrections() -> str:
    """The log of corrections, newest first unless asked otherwise."""
    return listing.show("supervision/corrections.html", lists.CORRECTIONS, lists.corrections)


def _show(form: BringForm) -> str:
    shown = listing.of(lists.FILES)
    page = lists.files(shown.filters, **shown.place)
    return render_template(
        "supervision/register.html",
        form=form,
        shown=shown,
        page=page,
        unsettled=resolve.unsettled(page.rows),
        exports=downloads.recent(DownloadKind.REGISTER),
    )


def _show_doubt(doubt_id: int, form: SettleForm) -> str:
    doubt = resolve.get_doubt(doubt_id)
    return render_template(
        "supervision/register-query.html",
        doubt=doubt,
        form=form,
        column=Column(doubt.column_name),
        words_read=resolve.words_read(doubt),
        may_correct=Column(doubt.column_name) in resolve.FACT_OF and doubt.review_id is not None,
    )
