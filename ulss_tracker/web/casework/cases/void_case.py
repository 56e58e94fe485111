"""Undoing a case that was opened by mistake."""

from werkzeug.wrappers import Response

from ulss_tracker.errors import NotAllowed
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases, void_case
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import SUMMARY, case_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import NoteField, VersionedForm


class UndoCaseForm(VersionedForm):
    """How the case came to be opened by mistake."""

    reason = NoteField(
        "How did it come to be opened by mistake?",
        required="Enter how it came to be opened by mistake",
        hint="For example: the request was about a case the office already had",
        rows=4,
    )


@blueprint.form("/cases/<reference>/undo", may=Permission.WORK_CASES)
def undo_case(reference: str) -> str | Response:
    """Say what undoing the case would do, or what stands in the way; and undo it."""
    case = cases.get_case(reference)
    if not void_case.may_undo(case, staff()):
        raise NotAllowed("Only a supervisor, or the person who opened the case, can undo it")
    form = UndoCaseForm(version=case.version)
    if form.validate_on_submit():
        void_case.undo(case, form.reason.data, staff(), version=form.seen_version)
        return done(f"{reference} is undone: it was opened by mistake", case)
    return case_page(
        "casework/cases/void-case.html",
        case,
        tab=SUMMARY,
        form=form,
        hindrances=void_case.hindrances(case),
    )
