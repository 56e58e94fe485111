"""One's own sessions and password."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import sign_in, staff_sessions
from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts.forms import ChangePasswordForm
from ulss_tracker.web.accounts.routes import (
    blueprint,
    limited,
    try_password,
)
from ulss_tracker.web.core import devices, sessions
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff


@blueprint.post("/account/sessions/<int:session_id>/end", may=Permission.SEE_OWN_ACCOUNT)
def end_session(session_id: int) -> Response:
    """End one session of one's own; this one too, which signs out here."""
    staff_sessions.end_own(staff(), session_id)
    return done("That session is ended.", "accounts.you")


@blueprint.post("/sign-out-everywhere", may=Permission.SEE_OWN_ACCOUNT)
def sign_out_everywhere() -> Response:
    """End every session of one's own, here and wherever else one was left open."""
    sign_in.sign_out_everywhere(staff(), staff())
    sessions.end()
    return done("You are signed out everywhere. Sign in again here.", "accounts.sign_in")


@blueprint.form("/change-password", may=Permission.SEE_OWN_ACCOUNT)
def change_password() -> str | Response | tuple[str, int]:
    """Change one's own password, for the one from before; every other session ends."""
    user = staff()
    form = ChangePasswordForm()
    form.person = user
    status = 200
    if form.validate_on_submit():
        result = try_password(user.email, form.current.data)
        if result.user is None:
            form.current.errors = [
                limited(result.wait) if result.is_limited else "This is not your password"
            ]
            status = 429 if result.is_limited else 200
        else:
            with RefusalOn(form.password):
                own_account.change_password(user, form.password.data, device=devices.remember())
                return begin_again(user, "Your password is changed")
    page = render_template(
        "accounts/change-password.html",
        form=form,
        back=url_for("accounts.you"),
    )
    return page, status


def begin_again(user: User, words: str) -> Response:
    """Sign in again here, with what was proven: the password, or the code asked for just before."""
    sessions.begin(user, "password changed")
    if sessions.wants_code():
        sessions.code_given()
    return done(f"{words}. You are signed out everywhere else.", "accounts.you")
