"""The law desk's first page, and the records of Acts, Orders, Bills and rules."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.law.law import current
from ulss_tracker.scheme.law.records import LawRecord
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.services.law import desk as changes
from ulss_tracker.services.law import records
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.law import blueprint
from ulss_tracker.web.law.forms import RecordForm


@blueprint.get("/", may=Permission.SEE_LAW)
def desk() -> str:
    """The changes to sign, the time limits in force, and every record."""
    return render_template(
        "law/desk.html",
        waiting=changes.page({"which": changes.OPEN}),
        policies=load_policies(),
        records=records.every(),
        version=current().version,
        signed=len(current().changes),
        may_keep=may(staff().role, Permission.KEEP_LAW),
    )


@blueprint.get("/records/<key>", may=Permission.SEE_LAW)
def record(key: str) -> str:
    """One record, and what was written of it before."""
    latest, *before = records.earlier(key) or [records.get(key)]
    return render_template(
        "law/record.html",
        kept=latest,
        before=before,
        may_keep=may(staff().role, Permission.KEEP_LAW),
    )


@blueprint.form("/records/new", may=Permission.KEEP_LAW)
def new_record() -> str | Response:
    """Add a record."""
    return _write(RecordForm(), None)


@blueprint.form("/records/<key>/write", may=Permission.KEEP_LAW)
def write_record(key: str) -> str | Response:
    """Write a record again; what it was stays."""
    record = records.get(key).record
    return _write(RecordForm.filled_from(record, progress=record.status), record)


def _write(form: RecordForm, record: LawRecord | None) -> str | Response:
    if form.validate_on_submit():
        key = record.key if record else records.new_key(form.title.data)
        records.write(form.into(LawRecord, key=key, status=form.progress.data), staff())
        return done("The record is kept", "law.record", key=key)
    return render_template("law/write-record.html", form=form, known=record)
