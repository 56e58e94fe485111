"""The notes and files of a case: what the office writes down, and what it has been sent."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, DocumentKind
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import cases, notes
from ulss_tracker.services.files import attachments
from ulss_tracker.services.files.attachments import Origin
from ulss_tracker.services.history import history
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_header
from ulss_tracker.web.casework.cases.timeline import HistoryFilters
from ulss_tracker.web.casework.forms import FileForm, NoteForm
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import SelectField, choices_of

TAB = "casework.notes_and_files"
_MOST_BESIDE = 5  # the newest files, beside the notes; all of them have a page of their own


class FileFilters(FilterForm):
    """Filters of the files of a case."""

    origin = SelectField(
        "Where from",
        blank="Anywhere",
        choices=choices_of(Origin),
        coerce=Origin,
    )
    kind = SelectField(
        "What it is",
        blank="Anything",
        choices=choices_of(DocumentKind),
        coerce=DocumentKind,
    )


@blueprint.get("/cases/<reference>/notes")
def notes_and_files(reference: str) -> str:
    """The case's notes, pinned ones first, and its files."""
    return _page(cases.get_case(reference), NoteForm(formdata=None))


@blueprint.post("/cases/<reference>/notes")
def add_case_note(reference: str) -> str | Response:
    """Write a note on the case."""
    case = cases.get_case(reference)
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(case, form)
    notes.add(case, form.note.data, staff())
    flash("Note added", "success")
    return _back(case)


@blueprint.post("/cases/<reference>/notes/<int:note_id>/pin")
def pin_note(reference: str, note_id: int) -> Response:
    """Keep a note at the top."""
    case = cases.get_case(reference)
    notes.pin(case, note_id, staff())
    flash("The note is pinned to the top", "success")
    return _back(case)


@blueprint.post("/cases/<reference>/notes/<int:note_id>/unpin")
def unpin_note(reference: str, note_id: int) -> Response:
    """Put a note back among the others."""
    case = cases.get_case(reference)
    notes.unpin(case, note_id, staff())
    flash("The note is no longer pinned", "success")
    return _back(case)


@blueprint.route("/cases/<reference>/files/new", methods=["GET", "POST"])
def add_file(reference: str) -> str | Response:
    """Put a file on the case."""
    case = cases.get_case(reference)
    form = FileForm()
    if form.validate_on_submit():
        try:
            document = attachments.add(
                case,
                name=form.file.data.filename or "",
                content=form.file.data.read(),
                kind=form.kind.data,
                description=form.description.data,
                by=staff(),
            )
        except Refused as refusal:
            form.file.errors = [str(refusal)]
        else:
            flash(f"File added: {document.description}", "success")
            return _back(case)
    return render_template("casework/cases/add-file.html", **case_header(case, tab=TAB), form=form)


@blueprint.get("/cases/<reference>/files")
def case_files(reference: str) -> str:
    """Every file of the case, the newest first unless asked otherwise."""
    case = cases.get_case(reference)
    form = FileFilters(request.args)
    shown = lists.listing(attachments.ORDERINGS, default="-added", form=form)
    page = attachments.page(
        case,
        shown.ordering,
        **shown.place,
        asked=attachments.FileFilter(**form.asked()),
    )
    return render_template(
        "casework/cases/case-files.html",
        **case_header(case, tab=TAB),
        page=page,
        shown=shown,
        form=form,
    )


def _page(case: Case, form: NoteForm) -> str:
    filters = HistoryFilters(request.args)
    shown = lists.listing(notes.ORDERINGS, default="-written", form=filters)
    page = notes.page(
        case,
        shown.ordering,
        **shown.place,
        asked=history.HistoryFilter(**filters.asked()),
    )
    return render_template(
        "casework/cases/notes-and-files.html",
        **case_header(case, tab=TAB),
        page=page,
        shown=shown,
        filters=filters,
        pinned=[] if shown.is_narrowed or shown.after else notes.pinned(case),
        names={review.id: review.offender_name for review in case.reviews},
        files=attachments.page(case, size=_MOST_BESIDE).rows,
        all_files=attachments.count(case),
        form=form,
        may_work=may(staff().role, Permission.WORK_CASES),
    )


def _back(case: Case) -> Response:
    return redirect(url_for(TAB, reference=case.reference))
