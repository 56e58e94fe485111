"""Forms sent after a session had ended: kept through signing in, then theirs to send.

Where it is known whose session it was, the server keeps the form for them (`kept_forms.py`). Else,
and while a code is asked for, it goes into the page that asks, signed and for an hour, and nowhere
else. After signing in the person is shown it and presses the button again: nothing is sent that
they did not see. Only what came from a page of ours is kept, so that no other site can have
something sent.
"""

import hashlib
from typing import Any

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.web.core import kept_forms, signing_keys, submitted_form
from ulss_tracker.web.core.errors import show_refusal
from ulss_tracker.web.core.sessions import login_manager, staff_or_none
from ulss_tracker.web.core.submitted_form import SubmittedForm

AN_HOUR = 60 * 60


def set_up(app: Flask) -> None:
    """Answer a form whose session is gone with the sign-in page, instead of with its loss."""
    app.register_error_handler(CSRFError, _show_csrf_error)


def signed() -> str:
    """Sign what was sent, for a hidden field of the sign-in page."""
    form = submitted_form.read()
    return _signer().dumps({"path": form.path, "fields": form.fields, "by": _session_mark()})


def read(text: str, user: User) -> SubmittedForm | None:
    """Read the form kept by the sign-in page, for the person who sent it; None without one."""
    try:
        signed = _signer().loads(text, max_age=AN_HOUR)
    except BadData:
        return None
    if signed["by"] not in ("", _token(user.session_key)):
        return None
    return SubmittedForm(signed["path"], tuple((name, value) for name, value in signed["fields"]))


def ask_to_sign_in() -> Response:
    """Show the sign-in page; what was sent is kept on the server, or in that page."""
    g.kept = "" if kept_forms.keep() else signed()
    page: Any = current_app.view_functions["accounts.sign_in"]()
    return current_app.make_response((page, 401))


def _show_csrf_error(_error: CSRFError) -> Response:
    """Signed out, or signed in again meanwhile: what was typed is shown, to be sent again."""
    if not submitted_form.may_keep():
        return show_refusal(400, "")
    if staff_or_none() is None:
        return ask_to_sign_in()
    page = render_template(
        "accounts/reauthenticate.html", sent=submitted_form.read(), is_new_session=True
    )
    return current_app.make_response((page, 400))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(signing_keys.oldest_first(), salt="sent after the session ended")


def _session_mark() -> str:
    key = session.get("_user_id")
    return _token(key) if key else ""


def _token(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@login_manager.unauthorized_handler
def _unauthorized() -> Response:
    """Send to sign-in and come back after, with any form that was sent."""
    if submitted_form.may_keep():
        return ask_to_sign_in()
    after = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=after))
