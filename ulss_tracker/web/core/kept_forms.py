"""Forms sent after the session had ended, kept on the server: offered back on their own page.

What `services/people/kept_forms.py` keeps is filled in where the page is opened as `?kept=` and its
number, by the form of it that was sent (`web/forms/form.py`). It is deleted once the page
has taken what is sent to it.
"""

from contextlib import suppress
from dataclasses import dataclass
from textwrap import shorten

from flask import Flask, Response, current_app, g, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from ulss_tracker.errors import NotFound
from ulss_tracker.models import KeptForm, User
from ulss_tracker.services.core.unit_of_work import DatabaseRefused
from ulss_tracker.services.people import kept_forms, staff_sessions
from ulss_tracker.web.core import devices, sessions, signing_keys, submitted_form
from ulss_tracker.web.core.own_transaction import own_transaction
from ulss_tracker.web.core.sessions import reader_or_none, staff
from ulss_tracker.web.core.submitted_form import SubmittedForm

_LONGEST_NUMBER, _SHORT = 9, 100
_WAITS, _OFFERED = "kept_form", "offered_form"


@dataclass(frozen=True, slots=True)
class FilledIn:
    """The form that this page is filled in with, as it was kept and as it was sent."""

    kept: KeptForm
    sent: SubmittedForm
    fields: "MultiDict[str, str]"


def set_up(app: Flask) -> None:
    """Fill pages in, after the access table has let the person in, and forget what was sent."""
    app.before_request(_fill_in)
    app.after_request(_forget_sent)
    app.context_processor(lambda: {"filled_in": g.get("filled_in")})


def keep() -> bool:
    """Keep the form of this request for whoever's session has just ended here.

    False where nobody knows whose it was, or it is too long.
    """
    lost, device = sessions.lost_key(), devices.device()
    form, has_files = submitted_form.read(), any(file.filename for file in request.files.values())
    with own_transaction():
        owner = staff_sessions.owner_of(lost, device) if lost else None
        form_id = owner and kept_forms.keep(
            owner, form.path, form.fields, has_files=has_files, key=signing_keys.newest_first()
        )
    if form_id:
        session[_WAITS] = form_id
    return bool(form_id)


def waits_here() -> bool:
    """Whether a form that was sent in this browser waits for its person to sign in."""
    return _WAITS in session


def first_page(user: User, otherwise: str) -> str:
    """Where somebody goes who has just signed in: to what was kept for them, if anything was.

    The form that this browser had sent is offered at once; those of another are listed.
    """
    waits, mine = session.pop(_WAITS, None), kept_forms.of(user)
    if any(form.id == waits for form in mine):
        return url_for("accounts.kept_form", kept_id=waits)
    return url_for("accounts.you", next=otherwise) if mine else otherwise


def as_sent(form: KeptForm) -> SubmittedForm:
    """The form as it was sent. Raises `NotFound` once it cannot be read."""
    return SubmittedForm(form.path, kept_forms.fields_of(form, signing_keys.newest_first()))


def first_words(form: KeptForm) -> str:
    """How what was entered begins, so that it is known again in a list."""
    try:
        entries = as_sent(form).typed
    except NotFound:
        return "Cannot be read any more"
    words = " ".join(max((value for _, value in entries), key=len, default="").split())
    return shorten(words, _SHORT, placeholder=" …") or words[:_SHORT]


def page_of(form: KeptForm) -> str:
    """The address of the form's own page, filled in; "" for one that can only be sent."""
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101 - there is one in every request
    try:
        adapter.match(form.path, method="GET")
    except HTTPException:
        return ""
    return f"{request.script_root}{form.path}?kept={form.id}"


def offer(form: KeptForm) -> None:
    """Remember that this form is before the person: sending it deletes what was kept."""
    session[_OFFERED] = [form.id, form.path]


def filled_in(name: str) -> str:
    """The words that a field drawn by hand begins with on this page; "" where nothing was kept."""
    form: FilledIn | None = g.get("filled_in")
    return form.fields.get(name, "") if form is not None else ""


def _fill_in() -> None:
    number = request.args.get("kept", "")
    is_number = number.isascii() and number.isdecimal() and len(number) <= _LONGEST_NUMBER
    if request.method != "GET" or not is_number or reader_or_none() is None:
        return
    try:
        form = kept_forms.get(staff(), int(number))
        sent = as_sent(form)
    except NotFound:
        return  # the page itself is still there
    if form.path == request.path:
        offer(form)
        g.filled_in = FilledIn(form, sent, MultiDict(sent.fields))


def _forget_sent(response: Response) -> Response:
    """Delete what was kept once its page has taken it, which it says by leading on."""
    reader = g.get("reader")
    is_taken = request.method == "POST" and 300 <= response.status_code < 400
    if reader is None or not is_taken:
        return response
    number, path = session.get(_OFFERED) or (0, "")
    if request.path == path:
        del session[_OFFERED]
        with suppress(DatabaseRefused), own_transaction():  # else it goes a day after it came
            kept_forms.delete_one(reader.user, number)
    return response
