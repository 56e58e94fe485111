"""Who read what, the security log, and the sealed cases: pages about keeping secrets."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import AuditKind, SecurityEvent, SecurityKind
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.protection import audit, sealing, security_log
from ulss_tracker.services.protection.audit import AuditFilter
from ulss_tracker.services.protection.security_log import SecurityFilter
from ulss_tracker.services.register import exporting
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.spreadsheets import spreadsheet
from ulss_tracker.web.forms import (
    DateField,
    GovForm,
    SelectField,
    TextAreaField,
    TextField,
)
from ulss_tracker.web.supervision import blueprint

PAGE_WORDS = {
    "casework.show_review": "Review",
    "casework.review_course": "The days of a review",
    "casework.show_case": "Case",
    "casework.show_request": "Request",
    "casework.document": "A file",
    "casework.document_page": "A page of a file",
    "casework.document_copy": "The safe copy of a file",
    "casework.take_original": "A file as it came",
    "casework.letter_pdf": "A letter",
    "casework.message": "A message",
    "supervision.board_csv": "The board",
    "supervision.board_print": "The board, to print",
    "supervision.load_download": "The workload forecast",
    "supervision.security_sheet": "The security log",
    "statistics.download": "Figures",
    "statistics.papers_download": "Papers by CPS area",
    "statistics.question_download": "Figures of a saved report",
    "register.case_update": "The case update to publish",
    "register.export": "The old register",
    "register.report": "Queries about the old register",
    "casework.batch_zip": "Letters to everyone",
    "casework.batch_pdf": "Letters to print",
    exporting.COMMAND: "The old register, from a terminal",
}


_HEADING = (
    "Number",
    "When (UTC)",
    "What",
    "By account",
    "About account",
    "Network address",
    "Device",
    "Request",
    "Page",
    "Detail",
)


class Record(LabelledEnum):
    """The records of the audit, each with who may read it."""

    READING = "reading", "Reading"
    SECURITY = "security", "Security log"

    def is_open_to(self, role: Role) -> bool:
        """Whether this role may read it."""
        is_security = self is Record.SECURITY
        return may(role, Permission.SEE_SECURITY_LOG if is_security else Permission.SEE_AUDIT)


class _RecordFilters(lists.FilterForm):
    """Filters of either record. `record` chooses which, and narrows nothing."""

    record = HiddenField()
    reference = TextField("Case reference", width=20, max_length=20)
    from_on = DateField("On or after")
    to_on = DateField("On or before")


class AuditFilters(_RecordFilters):
    """Filters of the audit of reading."""

    kind = SelectField("What", blank="Everything", coerce=AuditKind)
    by = SelectField("Who", blank="Everybody", choices=lists.people, coerce=int)


class SecurityFilters(_RecordFilters):
    """Filters of the security log."""

    kind = SelectField("What", blank="Everything", coerce=SecurityKind)
    person = SelectField("By or about", blank="Everybody", choices=lists.people, coerce=int)
    address = TextField("Network address", width=20, max_length=45)
    device = TextField("Device", width=20, max_length=16)


class SealedFilters(lists.FilterForm):
    """Filters of the sealed cases, by nothing that is in them."""

    by_id = SelectField("Sealed by", blank="Anybody", choices=lists.people, coerce=int)


class UnsealForm(GovForm):
    """Why a sealed case is opened to the office."""

    reason = TextAreaField(
        "Why should the office be able to open it again?",
        required="Enter the reason for opening the case",
        rows=3,
        max_length=2_000,
    )


# The audit of reading asks for more.
@blueprint.get("/audit", may=Permission.SEE_SECURITY_LOG)
def audit_entries() -> str:
    """Who read what, or the security log: `record` says which; newest first unless asked."""
    role = staff().role
    open_to = [record for record in Record if record.is_open_to(role)]
    asked = request.args.get("record", "")
    record = Record(asked) if asked in set(Record) else open_to[0]
    is_security = record is Record.SECURITY
    form = SecurityFilters(request.args) if is_security else AuditFilters(request.args)
    shown = lists.listing(audit.ORDERINGS, default="-at", form=form, kept=("record",))
    asked_for = _asked_for(form)
    page: Any = (
        security_log.page(SecurityFilter(**asked_for), staff(), **shown.place)
        if is_security
        else audit.entries(AuditFilter(**asked_for), staff(), **shown.place)
    )
    return render_template(
        "supervision/audit.html",
        page=page,
        shown=shown,
        form=form,
        record=record,
        records=open_to,
        is_security=is_security,
        page_words=PAGE_WORDS,
        starts_here=not may(role, Permission.SEE_ROTA),  # where others' settings are
    )


@blueprint.get("/security-log", may=Permission.SEE_SECURITY_LOG)
def security() -> Response:
    """Lead to the security log in the audit, narrowed as here: its old address."""
    typed: dict[str, Any] = request.args.to_dict(flat=False) | {"record": Record.SECURITY.value}
    return redirect(url_for("supervision.audit_entries", **typed))


@blueprint.get("/security-log.<ending>", may=Permission.SEE_SECURITY_LOG)
def security_sheet(ending: str) -> Response:
    """Take the log as narrowed away, by numbers of accounts and nobody's name; it is logged too."""
    form = SecurityFilters(request.args)
    asked_for = SecurityFilter(**_asked_for(form))
    if form.errors:
        # What is taken away must not be of more than was asked for.
        return security()
    rows = (_line(event) for event in security_log.every(asked_for, staff()))
    return spreadsheet(Sheet("Security log", _HEADING, rows), "security-log", ending)


def _asked_for(form: lists.FilterForm) -> dict[str, Any]:
    return {name: value for name, value in form.asked().items() if name != "record"}


def _line(event: SecurityEvent) -> tuple[str | int, ...]:
    return (
        event.id,
        event.at.isoformat(timespec="seconds"),
        event.kind.value,
        event.by_id or "",
        event.about_id or "",
        event.address,
        event.device,
        event.request_id,
        event.page,
        event.detail,
    )


@blueprint.get("/sealed", may=Permission.SEAL_CASE)
def sealed_cases() -> str:
    """The sealed cases, by reference alone, and the way to open one."""
    form = SealedFilters(request.args)
    shown = lists.listing(sealing.ORDERINGS, default="-sealed", form=form)
    page = sealing.page(shown.ordering, **shown.place, **form.asked())
    return render_template("supervision/sealed.html", page=page, shown=shown, form=form)


@blueprint.form("/sealed/<int:seal_id>/open", may=Permission.SEAL_CASE)
def unseal(seal_id: int) -> str | Response:
    """Open a sealed case to the office again, with the reason."""
    seal = sealing.get_seal(seal_id)
    form = UnsealForm()
    if form.validate_on_submit():
        sealing.unseal(seal.case, form.reason.data, staff())
        return done(f"Case {seal.case.reference} is open to the office", seal.case)
    return render_template("supervision/unseal.html", seal=seal, form=form)
