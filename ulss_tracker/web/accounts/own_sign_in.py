"""How one signs in: one's own second factor, and new recovery codes."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import passkeys, second_factor, sign_in, staff_sessions
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts.forms import ChangeFactorForm, ChangePasswordForm, FactorChange
from ulss_tracker.web.accounts.routes import (
    before_own_settings,
    blueprint,
    factor_key,
    limited,
    try_password,
)
from ulss_tracker.web.accounts.second_factor import (
    show_recovery_codes,
    status_of,
    try_factor,
)
from ulss_tracker.web.core import devices, passkey_site, sessions
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff


@blueprint.form("/how-you-sign-in", may=Permission.SEE_OWN_ACCOUNT)
def how_you_sign_in() -> str | Response | tuple[str, int]:
    """Show one's own second factor; make new recovery codes or set up another app, for a code."""
    user = staff()
    factor, own = second_factor.of(user), passkeys.of(user)
    has_any = factor is not None or bool(own)
    form = ChangeFactorForm()
    result = try_factor(user, form) if has_any else None
    if result is CodeResult.RIGHT:
        sessions.stepped_up(user)
        if form.change.data is FactorChange.RECOVERY_CODES:
            return show_recovery_codes(user, own_account.make_recovery_codes(user))
        second_factor.begin(user, key=factor_key())
        return redirect(url_for("accounts.set_up_factor"))
    page = render_template(
        "accounts/how-you-sign-in.html",
        form=form,
        has_any=has_any,
        factor=factor,
        passkeys=own,
        has_passkey=bool(own) and passkey_site.here() is not None,
        codes_left=second_factor.codes_left(user) if has_any else 0,
        is_on=sessions.wants_code(),
        sessions=staff_sessions.open_of(user),
        is_this=lambda session: staff_sessions.is_of(session, sessions.own_key()),
        back=url_for(before_own_settings(user.role)),
    )
    return page, status_of(result)


@blueprint.post("/how-you-sign-in/sessions/<int:session_id>/end", may=Permission.SEE_OWN_ACCOUNT)
def end_session(session_id: int) -> Response:
    """End one session of one's own; this one too, which signs out here."""
    staff_sessions.end_own(staff(), session_id)
    return done("That session is ended.", "accounts.how_you_sign_in")


@blueprint.post("/sign-out-everywhere", may=Permission.SEE_OWN_ACCOUNT)
def sign_out_everywhere() -> Response:
    """End every session of one's own, here and wherever else one was left open."""
    sign_in.sign_out_everywhere(staff())
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
        back=url_for("accounts.how_you_sign_in"),
    )
    return page, status


def begin_again(user: User, words: str) -> Response:
    """Sign in again here, with what was proven: the password, or the code asked for just before."""
    sessions.begin(user)
    if sessions.wants_code():
        sessions.code_given()
    return done(f"{words}. You are signed out everywhere else.", "accounts.how_you_sign_in")
