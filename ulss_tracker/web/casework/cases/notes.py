"""The notes and files of a case: what the office writes down, and what it has been sent."""

from typing import Any

from flask import flash, redirect, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Case
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.cases import cases, notes
from ulss_tracker.services.core import users
from ulss_tracker.services.files import attachments
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.cases.forms import FileForm, NoteForm
from ulss_tracker.web.core import lists, uploads
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice

TAB = "casework.notes_and_files"
_MOST_BESIDE = 5  # the newest files, beside the notes; all of them have a page of their own


@blueprint.get("/cases/<reference>/notes", may=Permission.SEE_CASES)
def notes_and_files(reference: str) -> str:
    """The case's notes, pinned ones first, and its files."""
    return _page(cases.get_case(reference), _note_form(formdata=None))


@blueprint.post("/cases/<reference>/notes", may=Permission.WORK_CASES)
def add_case_note(reference: str) -> str | Response:
    """Write a note on the case."""
    case = cases.get_case(reference)
    form = _note_form()
    if form.validate_on_submit():
        mentioned = [users.get(form.mentions.data)] if form.mentions.data else []
        with RefusalOn(form.note):
            notes.add(case, form.note.data, staff(), mentioned=mentioned)
            return done("Note added", TAB, case)
    return _page(case, form)


@blueprint.post("/cases/<reference>/notes/<int:note_id>/pin", may=Permission.WORK_CASES)
def pin_note(reference: str, note_id: int) -> Response:
    """Keep a note at the top."""
    case = cases.get_case(reference)
    notes.pin(case, note_id, staff())
    return done("The note is pinned to the top", TAB, case)


@blueprint.post("/cases/<reference>/notes/<int:note_id>/unpin", may=Permission.WORK_CASES)
def unpin_note(reference: str, note_id: int) -> Response:
    """Put a note back among the others."""
    case = cases.get_case(reference)
    notes.unpin(case, note_id, staff())
    return done("The note is no longer pinned", TAB, case)


@blueprint.form("/cases/<reference>/files/new", may=Permission.WORK_CASES)
def add_file(reference: str) -> str | Response:
    """Put files on the case, each with an answer of its own."""
    case = cases.get_case(reference)
    form = FileForm()
    is_complete = form.validate_on_submit()
    answers = (
        [_add(case, form, file) for file in form.file.data] if is_complete else _not_added(form)
    )
    if uploads.are_sent_by_script():
        return uploads.answered(answers)
    added = [name for name, refused in answers if not refused]
    if added:
        flash(f"{'File' if len(added) == 1 else 'Files'} added: {', '.join(added)}", "success")
    if is_complete:
        form.file.errors = [_about(form, *answer) for answer in answers if answer[1]]
        if not form.file.errors:
            return redirect(url_for(TAB, reference=case.reference))
    return case_page("casework/cases/add-file.html", case, tab=TAB, form=form)


def _add(case: Case, form: FileForm, file: FileStorage) -> tuple[str, str]:
    """Put a file on the case: its name, and "" or why it was not added."""
    name = file.filename or ""
    try:
        document, *parts = attachments.add_with_parts(
            case,
            file.stream,
            name=name,
            kind=form.kind.data,
            description=form.description.data,
            by=staff(),
        )
    except Refused as refusal:
        return name, str(refusal)
    came_with = f" with {counted(len(parts), 'file')}" if parts else ""
    return document.name + came_with, ""


def _not_added(form: FileForm) -> list[tuple[str, str]]:
    """The same of files that were not even looked at, since the form has errors."""
    why = ". ".join(str(error["text"]) for error in form.error_list())
    return [(file.filename or "", why) for file in form.file.data]


def _about(form: FileForm, name: str, sentence: str) -> str:
    return f"{name}: {sentence}" if len(form.file.data) > 1 else sentence


@blueprint.get("/cases/<reference>/files", may=Permission.SEE_CASES)
def case_files(reference: str) -> str:
    """Every file of the case, the newest first unless asked otherwise."""
    case = cases.get_case(reference)
    listing = lists.of(attachments.TABLE)
    page = attachments.page(case, listing.filters, **listing.place)
    return case_page("casework/cases/case-files.html", case, tab=TAB, page=page, shown=listing)


def _page(case: Case, form: NoteForm) -> str:
    listing = lists.of(notes.TABLE)
    return case_page(
        "casework/cases/notes-and-files.html",
        case,
        tab=TAB,
        page=notes.page(case, listing.filters, **listing.place),
        shown=listing,
        files_shown=lists.of(attachments.TABLE),
        pinned=[] if listing.is_narrowed or listing.after else notes.pinned(case),
        names={review.id: review.offender_name for review in case.reviews},
        files=attachments.page(case, size=_MOST_BESIDE).rows,
        all_files=attachments.count(case),
        form=form,
        may_work=may(staff().role, Permission.WORK_CASES),
    )


def _note_form(**values: Any) -> NoteForm:
    form = NoteForm(**values)
    me = staff()
    readers = users.readers_of_cases() if may(me.role, Permission.WORK_CASES) else []
    form.mentions.choices = [
        Choice(str(reader.id), reader.name) for reader in readers if reader.id != me.id
    ]
    return form
