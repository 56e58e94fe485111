"""Adding words and files to a request that was sent, by way of the status page."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Document
from ulss_tracker.services.files import documents, upload_limits
from ulss_tracker.services.requests import request_status
from ulss_tracker.services.requests.request_status import Status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.forms import DocumentsField, GovForm, TextAreaField
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.status import opened


class AddForm(GovForm):
    """Words, files or both."""

    words = TextAreaField(
        lazy_gettext("What do you want to add?"),
        noun=lazy_gettext("What you add"),
        rows=8,
        max_length=20_000,
    )
    files = DocumentsField(lazy_gettext("Choose files (optional)"), most=documents.MOST_FILES)


@blueprint.form("/status/add", may=ANYONE)
@opened
def add_to_request(status: Status) -> Response | str:
    """Add to the request: what is added is read by whoever works on it."""
    if not status.is_to_be_told:
        return redirect(url_for("public.show_status"))
    form = AddForm()
    if request.method == "GET" or not form.validate():
        return render_template("public/status/add.html", form=form)
    if not form.words.data and not form.files.data:
        form.words.errors = [gettext("Enter what you want to add, or choose a file")]
        return render_template("public/status/add.html", form=form)
    documents, refused = _keep_each(status.reference, form.files.data or [])
    try:
        if form.words.data or documents:
            request_status.add(status.reference, form.words.data, documents)
    except Refused:
        form.form_errors.append(
            gettext("You have added very much today. Telephone us about the rest")
        )
        return render_template("public/status/add.html", form=form)
    if refused:
        form.words.data = ""  # it is kept
        form.files.errors = refused
        return render_template("public/status/add.html", form=form, is_partly_kept=True)
    return redirect(url_for("public.show_status", added="yes"))


def _keep_each(reference: str, files: list[FileStorage]) -> tuple[list[Document], list[str]]:
    """Keep each file that can be kept; those kept, and why each other was not."""
    documents, refused = [], []
    for file in files:
        size = file.stream.seek(0, 2)
        file.stream.seek(0)
        too_many = upload_limits.count(
            address=address_hash(), draft_key=f"status:{reference}", size=size
        )
        try:
            if too_many:
                raise Refused(too_many)
            documents.append(request_status.keep_file(reference, file.filename or "", file.stream))
        except Refused as refusal:
            problem = gettext(str(refusal))
            refused.append(
                str(gettext("%(name)s: %(problem)s", name=file.filename or "", problem=problem))
            )
    return documents, refused
