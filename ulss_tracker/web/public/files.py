"""Files that go with a request: added one page at a time, or several at once, and taken away."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Draft
from ulss_tracker.services.files import documents, upload_limits
from ulss_tracker.web.core import uploads
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.forms import DocumentsField
from ulss_tracker.web.public import blueprint, drafts, steps
from ulss_tracker.web.public.step_form import StepForm

FILES = steps.BY_NAME["files"]


class FilesForm(StepForm):
    """Up to five files."""

    files = DocumentsField(lazy_gettext("Choose files"), most=documents.MOST_FILES)


@blueprint.form("/request/files", may=ANYONE)
def files() -> Response | str:
    """Add files, or go on."""
    if request.method == "GET":
        return _show(FilesForm({}))
    form = FilesForm({}, request.files)
    if not form.validate():
        return _show(form)
    answers = _keep_each(form)
    if uploads.are_sent_by_script():
        return uploads.answered(answers)
    refused = [_about(name, sentence) for name, sentence in answers if sentence]
    if refused:
        form.files.errors = refused
        return _show(form)
    if "add" in request.form:
        return redirect(FILES.url(is_change="change" in request.args))
    draft = drafts.keep(lambda latest: steps.keep(FILES, latest, {}))
    return redirect(steps.next_url(FILES, draft.answers, is_change="change" in request.args))


@blueprint.post("/request/files/<int:document_id>/remove", may=ANYONE)
def remove_file(document_id: int) -> Response:
    """Take one file away; one already taken away is no error."""
    draft = drafts.draft()
    if draft is not None:
        with suppress(NotFound):
            documents.remove(draft, document_id)
    return redirect(url_for("public.files"))


def _keep_each(form: FilesForm) -> list[tuple[str, str]]:
    """Keep every file that can be kept: of each its name, and "" or why it was not."""
    if not form.files.data:
        return []
    draft = drafts.keep(lambda answers: answers)
    return [(file.filename or "", _keep(draft, file)) for file in form.files.data]


def _keep(draft: Draft, file: FileStorage) -> str:
    """Keep one file; "" or why it was not kept."""
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    too_many = upload_limits.count(address=address_hash(), draft_key=draft.key, size=size)
    if too_many:
        return str(gettext(too_many))
    try:
        documents.keep(draft=draft, name=file.filename or "", content=file.stream)
    except Refused as refusal:
        return str(gettext(str(refusal)))
    return ""


def _about(name: str, sentence: str) -> str:
    return str(gettext("%(name)s: %(problem)s", name=name, problem=sentence))


def _show(form: FilesForm) -> str:
    draft: Draft | None = drafts.draft()
    answers = dict(draft.answers) if draft else {}
    return render_template(
        "public/files.html",
        form=form,
        documents=draft.documents if draft else [],
        sentences=documents.SENTENCES_OF,
        most=documents.MOST_FILES,
        back=steps.back_url(FILES, answers, is_change="change" in request.args),
    )
