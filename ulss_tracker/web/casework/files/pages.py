"""A file's own pages: looking at it, its pages as pictures, its safe copy, and as it came."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import FileRole
from ulss_tracker.permissions import Permission
from ulss_tracker.services.files import viewing
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.forms import PressForm
from ulss_tracker.web.core import stored_files
from ulss_tracker.web.core.ids import read_id
from ulss_tracker.web.core.sessions import staff

ZOOMS = ("50", "75", "100", "150", "200")
_USUAL = "100"


@blueprint.get("/documents/<int:document_id>", may=Permission.SEE_CASES, audit="A file")
def document(document_id: int) -> str:
    """Show a file, page by page; or why it cannot be shown, and what to do next."""
    view = viewing.view(document_id, staff(), first=request.args.get("page", 1, read_id))
    zoom = request.args.get("zoom", _USUAL)
    at = ZOOMS.index(zoom if zoom in ZOOMS else _USUAL)
    return render_template(
        "casework/files/file.html",
        view=view,
        document=view.document,
        zooms=ZOOMS,
        zoom=ZOOMS[at],
        smaller=ZOOMS[at - 1] if at else None,
        larger=ZOOMS[at + 1] if at + 1 < len(ZOOMS) else None,
    )


@blueprint.get(
    "/documents/<int:document_id>/pages/<int:number>",
    may=Permission.SEE_CASES,
    audit="A page of a file",
)
def document_page(document_id: int, number: int) -> Response:
    """Send the browser to the picture of a page."""
    viewing.note_page(document_id, staff())
    return redirect(stored_files.address(staff(), document_id, FileRole.PAGE, number))


@blueprint.get(
    "/documents/<int:document_id>/copy", may=Permission.SEE_CASES, audit="The safe copy of a file"
)
def document_copy(document_id: int) -> Response:
    """Send the browser to the safe copy, to be kept."""
    viewing.note_page(document_id, staff())
    return redirect(stored_files.address(staff(), document_id, FileRole.SAFE))


@blueprint.form(
    "/documents/<int:document_id>/original", may=Permission.OPEN_ORIGINAL, audit="A file as it came"
)
def take_original(document_id: int) -> str | Response:
    """Say what was found in a file, then give it as it came to whoever still wants it."""
    if PressForm().validate_on_submit():
        viewing.take_original(document_id, staff())
        return redirect(stored_files.address(staff(), document_id, FileRole.ORIGINAL))
    document = viewing.find(document_id)
    if not viewing.may_take_original(document, staff()):
        return redirect(url_for("casework.document", document_id=document_id))
    return render_template(
        "casework/files/original.html", document=document, findings=viewing.found_in(document)
    )
