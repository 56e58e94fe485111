"""The page that asks for a code or a passkey again, before what weighs most."""

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.web.accounts.forms import CodeForm
from ulss_tracker.web.accounts.routes import blueprint, own_page, where_next
from ulss_tracker.web.accounts.second_factor import code_page, status_of, try_factor
from ulss_tracker.web.core import reauthentication, sessions
from ulss_tracker.web.core.sessions import staff


@blueprint.form("/enter-a-code", may=Permission.SEE_OWN_ACCOUNT)
def step_up() -> str | Response | tuple[str, int]:
    """Ask for a code; then show what was to be sent, or go on to what was asked for."""
    user = staff()
    if "kept" in g:  # this is the answer to a form that was sent
        return code_page("accounts/step-up.html", user, CodeForm(formdata=None), g.kept)
    form = CodeForm()
    carried = request.form.get("kept", "")
    result = try_factor(user, form)
    if result is CodeResult.RIGHT:
        sessions.stepped_up(user)
        form_sent = reauthentication.read(carried, user) if carried else None
        if form_sent is None:
            return redirect(where_next() or own_page(user))
        return render_template("accounts/reauthenticate.html", sent=form_sent, is_step_up=True)
    return code_page("accounts/step-up.html", user, form, carried), status_of(result)
