"""Who read what, and the sealed cases: a supervisor's two pages about keeping secrets."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import AuditKind
from ulss_tracker.services.protection import audit, sealing
from ulss_tracker.services.protection.audit import AuditFilter
from ulss_tracker.services.register import exporting
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    DateField,
    GovForm,
    SelectField,
    TextAreaField,
    TextField,
    choices_of,
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


class AuditFilters(lists.FilterForm):
    """Filters of the audit."""

    kind = SelectField(
        "What",
        blank="Everything",
        choices=choices_of(AuditKind),
        coerce=AuditKind,
    )
    by = SelectField(
        "Who",
        blank="Everybody",
        choices=lists.people,
        coerce=int,
    )
    reference = TextField("Case reference", width=20, max_length=20)
    from_on = DateField("On or after")
    to_on = DateField("On or before")


class SealedFilters(lists.FilterForm):
    """Filters of the sealed cases, by nothing that is in them."""

    by_id = SelectField(
        "Sealed by",
        blank="Anybody",
        choices=lists.people,
        coerce=int,
    )


class UnsealForm(GovForm):
    """Why a sealed case is opened to the office."""

    reason = TextAreaField(
        "Why should the office be able to open it again?",
        required="Enter the reason for opening the case",
        rows=3,
        max_length=2_000,
    )


@blueprint.get("/audit")
def audit_entries() -> str:
    """Who opened restricted records, and who searched for what; newest first unless asked."""
    filters = AuditFilters(request.args)
    shown = lists.listing(audit.ORDERINGS, default="-at", form=filters)
    asked = filters.asked()
    page = audit.entries(
        AuditFilter(
            kind=asked.get("kind"),
            by_id=asked.get("by"),
            from_on=asked.get("from_on"),
            to_on=asked.get("to_on"),
            reference=str(asked.get("reference", "")).upper(),
        ),
        staff(),
        **shown.place,
    )
    return render_template(
        "supervision/audit.html", page=page, shown=shown, form=filters, page_words=PAGE_WORDS
    )


@blueprint.get("/sealed")
def sealed_cases() -> str:
    """The sealed cases, by reference alone, and the way to open one."""
    form = SealedFilters(request.args)
    shown = lists.listing(sealing.ORDERINGS, default="-sealed", form=form)
    page = sealing.page(shown.ordering, **shown.place, **form.asked())
    return render_template("supervision/sealed.html", page=page, shown=shown, form=form)


@blueprint.route("/sealed/<int:seal_id>/open", methods=["GET", "POST"])
def unseal(seal_id: int) -> str | Response:
    """Open a sealed case to the office again, with the reason."""
    seal = sealing.get_seal(seal_id)
    form = UnsealForm()
    if form.validate_on_submit():
        sealing.unseal(seal.case, form.reason.data, staff())
        flash(f"Case {seal.case.reference} is open to the office", "success")
        return redirect(url_for("casework.show_case", reference=seal.case.reference))
    return render_template("supervision/unseal.html", seal=seal, form=form)
