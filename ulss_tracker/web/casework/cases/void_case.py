"""Undoing a case that was opened by mistake."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotAllowed
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases, void_case
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import SUMMARY, case_header
from ulss_tracker.web.casework.forms import LONG_NOTE
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import TextAreaField, VersionedForm


class UndoCaseForm(VersionedForm):
    """How the case came to be opened by mistake."""

    reason = TextAreaField(
        "How did it come to be opened by mistake?",
        required="Enter how it came to be opened by mistake",
        hint="For example: the request was about a case the office already had",
        max_length=LONG_NOTE,
        rows=4,
    )


@blueprint.form("/cases/<reference>/undo", may=Permission.WORK_CASES)
def undo_case(reference: str) -> str | Response:
    """Say what undoing the case would do, or what stands in the way; and undo it."""
    case = cases.get_case(reference)
    if not void_case.may_undo(case, staff()):
        raise NotAllowed("Only a supervisor, or the person who opened the case, can undo it")
    form = UndoCaseForm(data={"version": case.version})
    if form.validate_on_submit():
        void_case.undo(case, form.reason.data, staff(), version=form.seen_version)
        return done(
            f"{reference} is undone: it was opened by mistake",
            "casework.show_case",
            reference=reference,
        )
    return render_template(
        "casework/cases/void-case.html",
        **case_header(case, tab=SUMMARY),
        form=form,
        hindrances=void_case.hindrances(case),
    )
