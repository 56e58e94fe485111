"""Files that go with a request: added one page at a time, or several at once, and taken away."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

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
    answers = []
    if form.files.data:
        draft = drafts.keep(lambda answers: answers)
        answers = keep_each(form.files.data, draft.key, partial(documents.keep, draft=draft))
    if uploads.are_sent_by_script():
        return uploads.answered(answers)
    form.files.errors = problems(answers)
    if form.files.errors:
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


def keep_each(
    files: Iterable[FileStorage], draft_key: str, keep: Callable[..., object]
) -> list[tuple[str, str]]:
    """Keep every file that `keep` does not refuse: of each its name, and "" or why it was not.

    What a network address sends, and what is sent under this key, is counted.
    """
    return [(file.filename or "", _why_not_kept(file, draft_key, keep)) for file in files]


def _why_not_kept(file: FileStorage, draft_key: str, keep: Callable[..., object]) -> str:
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    too_many = upload_limits.count(address=address_hash(), draft_key=draft_key, size=size)
    if too_many:
        return str(gettext(too_many))
    try:
        keep(name=file.filename or "", content=file.stream)
    except Refused as refusal:
        return str(gettext(str(refusal)))
    return ""


def problems(answers: Iterable[tuple[str, str]]) -> list[str]:
    """Why files were not kept, each with its name."""
    return [
        str(gettext("%(name)s: %(problem)s", name=name, problem=why))
        for name, why in answers
        if why
    ]


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
