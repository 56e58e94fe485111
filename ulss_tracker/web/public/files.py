"""Files that go with a request: added one page at a time, or several at once, and taken away."""

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from limits import RateLimitItemPerHour
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Draft
from ulss_tracker.services.files import documents
from ulss_tracker.web.forms import FilesField
from ulss_tracker.web.public import blueprint, drafts, rate_counts, steps
from ulss_tracker.web.public.step_form import StepForm

FILES = steps.BY_NAME["files"]
# A file takes room, and nobody needs one to ask: the request itself is never refused.
FILES_FROM_ADDRESS = RateLimitItemPerHour(200)
MEGABYTES_FROM_ADDRESS = RateLimitItemPerHour(1_000)
# Five are kept at a time; but whoever takes them away and adds others goes on for ever.
FILES_OF_JOURNEY = RateLimitItemPerHour(30)
MEGABYTES_OF_JOURNEY = RateLimitItemPerHour(200)
TOO_MANY_FROM_ADDRESS = lazy_gettext(
    "Very many files have come from your network in the last hour. Send your request without this"
    " one, or give a link to it."
)


TOO_MANY_OF_JOURNEY = lazy_gettext(
    "You have added very many files in the last hour. Send your request without this one, or give a"
    " link to it."
)
_MEGABYTE = 1_000_000


class FilesForm(StepForm):
    """Up to five files."""

    files = FilesField(
        lazy_gettext("Choose files"),
        hint=lazy_gettext(
            "PDF, Word, OpenDocument, RTF, plain text, JPEG, PNG or WebP. Each up to 20MB."
        ),
        most=documents.MOST_FILES,
        accept=".pdf,.doc,.docx,.odt,.rtf,.txt,.jpg,.jpeg,.png,.webp",
    )


@blueprint.route("/request/files", methods=["GET", "POST"])
def files() -> Response | str:
    """Add files, or go on."""
    if request.method == "GET":
        return _show(FilesForm({}))
    form = FilesForm({}, request.files)
    if not form.validate():
        return _show(form)
    refused = _keep_each(form)
    if refused:
        form.files.errors = refused
        return _show(form)
    if "add" in request.form:
        return redirect(FILES.url(is_change="change" in request.args))
    draft = drafts.keep(lambda kept: steps.keep(FILES, kept, {}))
    return redirect(steps.next_url(FILES, draft.answers, is_change="change" in request.args))


@blueprint.post("/request/files/<int:document_id>/remove")
def remove_file(document_id: int) -> Response:
    """Take one file away; one already taken away is no error."""
    draft = drafts.draft()
    if draft is not None:
        with suppress(NotFound):
            documents.remove(draft, document_id)
    return redirect(url_for("public.files"))


def _keep_each(form: FilesForm) -> list[str]:
    """Keep every file that can be kept; what to say of each that cannot."""
    if not form.files.data:
        return []
    draft = drafts.keep(lambda kept: kept)
    refused: list[str] = []
    for file in form.files.data:
        content = file.read()
        too_many = _too_many(draft, len(content))
        if too_many:
            return [*refused, too_many]
        try:
            documents.keep(draft=draft, name=file.filename or "", content=content)
        except Refused as refusal:
            refused.append(_about(file.filename or "", str(refusal)))
    return refused


def _too_many(draft: Draft, size: int) -> str:
    """Say why a file of so many bytes is one too many in this hour, or ""."""
    megabytes = -(-size // _MEGABYTE)  # a file of a few bytes counts as one
    within = rate_counts.count(FILES_FROM_ADDRESS, "file") and rate_counts.count(
        MEGABYTES_FROM_ADDRESS, "megabytes", number=megabytes
    )
    if not within:
        return str(TOO_MANY_FROM_ADDRESS)
    within = rate_counts.count(FILES_OF_JOURNEY, "file of", draft.key) and rate_counts.count(
        MEGABYTES_OF_JOURNEY, "megabytes of", draft.key, number=megabytes
    )
    return "" if within else str(TOO_MANY_OF_JOURNEY)


def _about(name: str, sentence: str) -> str:
    return str(gettext("%(name)s: %(problem)s", name=name, problem=gettext(sentence)))


def _show(form: FilesForm) -> str:
    draft: Draft | None = drafts.draft()
    answers = dict(draft.answers) if draft else {}
    return render_template(
        "public/files.html",
        form=form,
        documents=draft.documents if draft else [],
        most=documents.MOST_FILES,
        back=steps.back_url(FILES, answers, is_change="change" in request.args),
    )
