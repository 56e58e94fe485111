"""Adding words and files to a request that was sent, by way of the status page."""

from typing import IO

from flask import redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Document
from ulss_tracker.services.files import documents as kept_documents
from ulss_tracker.services.requests import request_status
from ulss_tracker.services.requests.request_status import Status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.forms import DocumentsField, GovForm, TextAreaField
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.files import keep_each, problems
from ulss_tracker.web.public.status import opened


class AddForm(GovForm):
    """Words, files or both."""

    words = TextAreaField(
        lazy_gettext("What do you want to add?"),
        noun=lazy_gettext("What you add"),
        rows=8,
        max_length=20_000,
    )
    files = DocumentsField(lazy_gettext("Choose files (optional)"), most=kept_documents.MOST_FILES)


@blueprint.form("/status/add", may=ANYONE)
@opened
def add_to_request(status: Status) -> Response | str:
    """Add to the request: what is added is read by whoever works on it."""
    if not status.is_to_be_told:
        return redirect(url_for("public.show_status"))
    form = AddForm()
    is_valid = form.validate_on_submit()
    if is_valid and not form.words.data and not form.files.data:
        form.words.errors = [gettext("Enter what you want to add, or choose a file")]
    if not is_valid or form.errors:
        return render_template("public/status/add.html", form=form)
    documents: list[Document] = []

    def keep(name: str, content: IO[bytes]) -> None:
        documents.append(request_status.keep_file(status.reference, name, content))

    refused = problems(keep_each(form.files.data or [], f"status:{status.reference}", keep))
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
