"""The page that asks for a code again, before what weighs most."""

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.models import SecurityKind
from ulss_tracker.services.people import second_factor
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.services.protection import security_log
from ulss_tracker.web.accounts.forms import CodeForm
from ulss_tracker.web.accounts.routes import after_sign_in, blueprint, factor_key
from ulss_tracker.web.accounts.second_factor import refuse
from ulss_tracker.web.core import reauthentication, sessions
from ulss_tracker.web.core.sessions import staff


@blueprint.route("/enter-a-code", methods=["GET", "POST"])
def step_up() -> str | Response | tuple[str, int]:
    """Ask for a code; then show what was to be sent, or go on to what was asked for."""
    user = staff()
    if "kept" in g:  # this is the answer to a form that was sent
        form = CodeForm(formdata=None)
        return render_template("accounts/step-up.html", form=form, kept=g.kept)
    form = CodeForm()
    carried = request.form.get("kept", "")
    status = 200
    if form.validate_on_submit():
        result = second_factor.check(user, form.code.data, key=factor_key())
        if result is CodeResult.RIGHT:
            sessions.code_given()
            security_log.note(SecurityKind.STEPPED_UP, by=user)
            sent = reauthentication.read(carried, user) if carried else None
            if sent is None:
                return redirect(after_sign_in(user))
            return render_template("accounts/reauthenticate.html", sent=sent, is_step_up=True)
        status = refuse(form, result)
    return render_template("accounts/step-up.html", form=form, kept=carried), status
