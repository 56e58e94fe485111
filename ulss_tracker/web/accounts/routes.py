"""Signing in and out, and setting a password by a link."""

from datetime import timedelta
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from flask import (
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import accounts, second_factor
from ulss_tracker.services.people import sign_in as signing_in
from ulss_tracker.services.people.sign_in import SignInResult
from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts import provider_session
from ulss_tracker.web.accounts.forms import SetPasswordForm, SignInForm
from ulss_tracker.web.core import devices, kept_forms, reauthentication, sessions
from ulss_tracker.web.core.access import ANYONE, Blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.navigation import first_page
from ulss_tracker.web.core.saved_views import start_address
from ulss_tracker.web.core.sessions import staff_or_none

blueprint = Blueprint("accounts", __name__)

WRONG = "The email address or password is wrong"
ASLEEP = (
    "Nobody has signed in to this account for 90 days, so it is asleep. Ask an administrator to"
    " wake it"
)


@blueprint.form("/sign-in", may=ANYONE)
def sign_in() -> str | Response | tuple[str, int]:
    """Ask for email and password; then go where the person was going."""
    user = staff_or_none()
    if user is not None:
        return redirect(url_for(first_page(user.role)))
    if "kept" in g:  # a form was sent to another page after the session had ended
        return _ask(SignInForm(formdata=None), g.kept)
    form = SignInForm()
    carried = request.form.get("kept", "")
    if not form.validate_on_submit():
        return _ask(form, carried)
    result = try_password(form.email.data, form.password.data)
    if result.user is None:
        form.form_errors.append(why_not(result))
        return _ask(form, carried), 429 if result.is_limited else 200
    if sessions.wants_code():
        return ask_for_code(result.user, carried)
    sessions.begin(result.user, "password")
    return arrive(result.user, carried)


def _ask(form: SignInForm, carried: str) -> str:
    is_kept = kept_forms.waits_here()
    return render_template("accounts/sign-in.html", form=form, kept=carried, is_kept=is_kept)


def ask_for_code(user: User, carried: str) -> Response:
    """The password was right: ask for a code, or have an authenticator app set up first."""
    sessions.await_code(user)
    step = "accounts.give_code"
    if not second_factor.has_any(user):
        second_factor.begin(user, key=factor_key())
        step = "accounts.set_up_factor"
    if not carried:
        return redirect(url_for(step, next=request.args.get("next")))
    g.kept = carried
    page: Any = current_app.view_functions[step]()
    return current_app.make_response(page)


def try_password(email: str, password: str) -> SignInResult:
    """Try a password from where this request came."""
    return signing_in.attempt(
        email=email,
        password=password,
        address=request.remote_addr or "",
        secret=str(current_app.secret_key),
        device=devices.device(),
    )


def why_not(result: SignInResult) -> str:
    """Why an attempt did not succeed, in a sentence for whoever made it."""
    if result.is_limited:
        return limited(result.wait)
    return ASLEEP if result.is_asleep else WRONG


def limited(wait: timedelta) -> str:
    """Say for how long nothing is tried, in whole minutes."""
    minutes = ceil(wait / timedelta(minutes=1))
    words = "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"Too many attempts to sign in. Wait {words}, then try again."


def arrive(user: User, carried: str) -> str | Response:
    """Lead whoever has just signed in on: to what they had sent, or to where they were going."""
    form = reauthentication.read(carried, user) if carried else None
    if form is not None:
        return render_template("accounts/reauthenticate.html", sent=form)
    return redirect(after_sign_in(user))


def after_sign_in(user: User) -> str:
    """Where somebody goes after signing in: to the page asked for before, or to their own.

    What they sent after their session had ended comes first: it waits for nothing else.
    """
    return kept_forms.first_page(user, where_next() or own_page(user))


def own_page(user: User) -> str:
    """The page somebody's day starts on: of their role, or the view they chose."""
    return start_address(user) or url_for(first_page(user.role))


def factor_key() -> str:
    """The key from which the one that keeps the apps' secrets is derived."""
    return str(current_app.config["SECOND_FACTOR_KEY"] or current_app.secret_key)


# The link itself is the key, and works once.
@blueprint.form("/set-password/<key>", may=ANYONE)
def set_password(key: str) -> str | Response | tuple[str, int]:
    """Set one's password by the link that an administrator gave, once."""
    user = accounts.opens_for(key)
    if user is None:
        return render_template("accounts/link-ended.html"), 404
    form = SetPasswordForm()
    form.person = user
    if not form.validate_on_submit():
        return render_template("accounts/set-password.html", form=form, person=user)
    own_account.set_by_link(key, form.password.data, device=devices.remember())
    sessions.end()
    return done("Your password is set. Sign in with it.", "accounts.sign_in")


@blueprint.post("/sign-out", may=Permission.SEE_OWN_ACCOUNT)
def sign_out() -> str | Response:
    """End this session: its cookie, kept from before, opens nothing any more."""
    provider = provider_session.sign_out_address()
    sessions.end()
    if provider:
        return render_template("accounts/signed-out.html", provider=provider)
    return redirect(url_for("accounts.sign_in"))


@blueprint.app_context_processor
def _home() -> dict[str, str]:
    """Where the office's name at the top of its pages leads: to the page their day starts on."""
    user = staff_or_none()
    return {"home_url": url_for(first_page(user.role))} if user else {}


def where_next() -> str | None:
    """The page asked for before signing in, if it is one of ours."""
    target = request.args.get("next", "")
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    # A line break has no place in an address, and none in a header.
    is_ours = is_ours and target.isprintable()
    return target if is_ours and not parts.netloc and not parts.scheme else None
