"""Passkeys: the challenges that browsers answer, and one's own list of them."""

from flask import Response as JsonResponse
from flask import abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import passkeys, second_factor
from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts.forms import PasskeyForm
from ulss_tracker.web.accounts.own_sign_in import begin_again
from ulss_tracker.web.accounts.routes import blueprint
from ulss_tracker.web.accounts.second_factor import set_up_factor, show_recovery_codes
from ulss_tracker.web.core import passkey_site, reauthentication, sessions
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff


@blueprint.post("/passkey/to-check", may=ANYONE)
def passkey_to_check() -> JsonResponse:
    """A challenge for a passkey of whoever gave their password, or is signed in."""
    user, site = sessions.awaiting_code() or sessions.staff_or_none(), passkey_site.here()
    if user is None or site is None:
        abort(403)
    return _json(passkeys.options_to_check(user, site))


@blueprint.post("/passkey/to-add", may=ANYONE)
def passkey_to_add() -> JsonResponse:
    """A challenge for a new passkey, at the first sign-in or of whoever is signed in."""
    user, site = _may_set_up() or sessions.staff_or_none(), passkey_site.here()
    if user is None or site is None:
        abort(403)
    return _json(passkeys.options_to_add(user, site))


@blueprint.post("/sign-in/set-up-passkey", may=ANYONE)
def set_up_passkey() -> str | Response:
    """Set up a passkey at the first sign-in, in place of an authenticator app."""
    user, site = _may_set_up(), passkey_site.here()
    if user is None or site is None:
        return redirect(url_for("accounts.sign_in"))
    form = PasskeyForm()
    if form.validate_on_submit():
        carried = request.form.get("kept", "")
        # Read before the sessions end: what was typed is marked with the session it was typed in.
        form_sent = reauthentication.read(carried, user) if carried else None
        with RefusalOn(form):
            codes = own_account.add_passkey(
                user, form.passkey.data or "", name=form.name.data, site=site
            )
            sessions.begin(user, "passkey")
            sessions.code_given()
            return show_recovery_codes(user, codes, sent=form_sent)
    g.passkey_form = form
    return set_up_factor()


@blueprint.form("/account/passkeys/new", may=Permission.SEE_OWN_ACCOUNT)
def add_passkey() -> str | Response:
    """Add a passkey of one's own: its owner is told, and signed out everywhere else."""
    user, site = staff(), passkey_site.here()
    form = PasskeyForm()
    if site is not None and form.validate_on_submit():
        with RefusalOn(form):
            own_account.add_passkey(user, form.passkey.data or "", name=form.name.data, site=site)
            return begin_again(user, f"{form.name.data} is added")
    return render_template(
        "accounts/add-passkey.html", form=form, site=site, elsewhere=passkey_site.elsewhere()
    )


@blueprint.form("/account/passkeys/<int:passkey_id>", may=Permission.SEE_OWN_ACCOUNT)
def change_passkey(passkey_id: int) -> str | Response:
    """Give a passkey of one's own another name."""
    user = staff()
    passkey = passkeys.get(user, passkey_id)
    form = PasskeyForm(name=passkey.name)
    if form.validate_on_submit():
        passkeys.rename(passkey, form.name.data, user)
        return done("The name is changed", "accounts.you")
    return render_template("accounts/passkey.html", form=form, passkey=passkey)


@blueprint.post("/account/passkeys/<int:passkey_id>/remove", may=Permission.SEE_OWN_ACCOUNT)
def remove_passkey(passkey_id: int) -> Response:
    """Remove a passkey of one's own: its owner is told, and signed out everywhere else."""
    user = staff()
    passkey = passkeys.get(user, passkey_id)
    name = passkey.name
    own_account.remove_passkey(user, passkey)
    return begin_again(user, f"{name} is removed")


def _may_set_up() -> User | None:
    """Whoever gave their password and has no second factor yet."""
    user = sessions.awaiting_code()
    return user if user is not None and not second_factor.has_any(user) else None


def _json(text: str) -> JsonResponse:
    return current_app.response_class(text, mimetype="application/json")
