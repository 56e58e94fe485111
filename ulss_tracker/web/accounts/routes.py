"""Signing in and out, and setting a password by a link."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.people import accounts
from ulss_tracker.services.people import sign_in as signing_in
from ulss_tracker.web.accounts.forms import SetPasswordForm, SignInForm
from ulss_tracker.web.core import reauthentication, sessions
from ulss_tracker.web.core.saved_views import start_address
from ulss_tracker.web.core.sessions import staff, staff_or_none

blueprint = Blueprint("accounts", __name__)

WRONG = "The email address or password is wrong"
LIMITED = "Too many attempts to sign in. Wait 15 minutes, then try again."


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    """Ask for email and password; then go where the person was going."""
    user = staff_or_none()
    if user is not None:
        return redirect(url_for(home_of(user.role)))
    if g.get("kept"):  # a form was sent to another page after the session had ended
        form = SignInForm(formdata=None)
        return render_template("accounts/sign-in.html", form=form, kept=g.kept)
    form = SignInForm()
    carried = request.form.get("kept", "")
    if not form.validate_on_submit():
        return render_template("accounts/sign-in.html", form=form, kept=carried)
    result = signing_in.attempt(
        email=form.email.data,
        password=form.password.data,
        address=request.remote_addr or "",
        secret=str(current_app.secret_key),
    )
    if result.user is None:
        form.form_errors.append(LIMITED if result.is_limited else WRONG)
        page = render_template("accounts/sign-in.html", form=form, kept=carried)
        return page, 429 if result.is_limited else 200
    language = session.get("language")
    session.clear()  # nothing from before sign-in is carried over: no session fixation
    if language:
        session["language"] = language
    sessions.begin(result.user)
    session.permanent = True
    sent = reauthentication.read(carried, result.user) if carried else None
    if sent is not None:
        g.pop("csrf_token", None)  # the token made for this page was the old session's
        return render_template("accounts/reauthenticate.html", sent=sent)
    start = start_address(result.user)
    return redirect(_where_next() or start or url_for(home_of(result.user.role)))


@blueprint.route("/set-password/<key>", methods=["GET", "POST"])
def set_password(key: str) -> str | Response | tuple[str, int]:
    """Set one's password by the link that an administrator gave, once."""
    user = accounts.opens_for(key)
    if user is None:
        return render_template("accounts/link-ended.html"), 404
    form = SetPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/set-password.html", form=form, person=user)
    accounts.set_password(key, form.password.data)
    sessions.end()
    flash("Your password is set. Sign in with it.", "success")
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this person's sessions, here and wherever else they were left open.

    A cookie is only a key: one kept from before signing out must open nothing.
    """
    signing_in.sign_out_everywhere(staff())
    sessions.end()
    return redirect(url_for("accounts.sign_in"))


def home_of(role: Role) -> str:
    """The page each role starts its day on."""
    if may(role, Permission.SEE_BOARD):
        return "supervision.board"
    if may(role, Permission.SEE_DECISIONS):
        return "casework.to_decide"
    if may(role, Permission.SEE_CASES):
        return "casework.home"
    return "admin.people"


def before_own_settings(role: Role) -> str:
    """The page from which somebody of this role comes to their own hours."""
    return "supervision.rota" if may(role, Permission.SEE_ROTA) else home_of(role)


@blueprint.app_context_processor
def _home() -> dict[str, str]:
    """Where the office's name at the top of its pages leads: to the page their day starts on."""
    user = staff_or_none()
    return {"home_url": url_for(home_of(user.role))} if user else {}


def _where_next() -> str | None:
    """The page asked for before signing in, if it is one of ours."""
    target = request.args.get("next", "")
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    # A line break has no place in an address, and none in a header.
    is_ours = is_ours and target.isprintable()
    return target if is_ours and not parts.netloc and not parts.scheme else None
