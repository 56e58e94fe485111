"""The second step of signing in: a code or a passkey, or the setting up of an authenticator app."""

from flask import flash, g, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.services.people import passkeys, second_factor
from ulss_tracker.services.people.second_factor import CodeResult
from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts.forms import AppCodeForm, CodeForm, PasskeyForm
from ulss_tracker.web.accounts.routes import after_sign_in, arrive, blueprint, factor_key
from ulss_tracker.web.core import passkey_site, reauthentication, sessions
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.sessions import staff_or_none
from ulss_tracker.web.core.submitted_form import SubmittedForm

WRONG = "The code is wrong or was used before. Enter the code that the app shows now"
NO_PASSKEY = "The passkey was not accepted. Try again, or enter a code"
TOO_LATE = "An app is set up within ten minutes of asking for it. Ask for it again"
LIMITED = "Too many wrong codes. Wait 15 minutes, then try again"


# The password was given before; each of these says for itself by whom.
@blueprint.form("/sign-in/code", may=ANYONE)
def give_code() -> str | Response | tuple[str, int]:
    """Ask for a code of the app, or for a recovery code, after the password."""
    user = sessions.awaiting_code()
    if user is None:
        return redirect(url_for("accounts.sign_in", next=request.args.get("next")))
    if "kept" in g:  # this is the answer to the password
        return code_page("accounts/give-code.html", user, CodeForm(formdata=None), g.kept)
    form = CodeForm()
    carried = request.form.get("kept", "")
    result = try_factor(user, form)
    if result is CodeResult.RIGHT:
        sessions.begin(user, "passkey" if form.passkey.data else "code")
        sessions.code_given()
        return arrive(user, carried)
    return code_page("accounts/give-code.html", user, form, carried), status_of(result)


@blueprint.form("/sign-in/set-up", may=ANYONE)
def set_up_factor() -> str | Response:
    """Set up an authenticator app: at the first sign-in, or in place of the one there is."""
    user = sessions.awaiting_code()
    if user is not None and second_factor.has_any(user):
        # The password alone must never put another app in the place of the one that is set up.
        return redirect(url_for("accounts.give_code", next=request.args.get("next")))
    again = "accounts.sign_in" if user else "accounts.you"
    user = user or staff_or_none()
    if user is None:
        return redirect(url_for("accounts.sign_in"))
    enrolment = second_factor.pending(user, key=factor_key())
    if enrolment is None:
        flash(TOO_LATE, "error")
        return redirect(url_for(again))
    is_answer_to_password = "kept" in g
    passkey_form = g.pop("passkey_form", None)  # of a passkey that was refused just now
    carried = g.kept if is_answer_to_password else request.form.get("kept", "")
    is_code = not is_answer_to_password and passkey_form is None
    form = AppCodeForm() if is_code else AppCodeForm(formdata=None)
    if is_code and form.validate_on_submit():
        # Read before the sessions end: what was typed is marked with the session it was typed in.
        form_sent = reauthentication.read(carried, user) if carried else None
        codes = own_account.set_up_app(user, form.code.data, key=factor_key())
        if codes is not None:
            sessions.begin(user, "code")
            sessions.code_given()
            return show_recovery_codes(user, codes, sent=form_sent)
        form.code.errors = [WRONG]
    offers_passkey = sessions.awaiting_code() is not None and passkey_site.here() is not None
    return render_template(
        "accounts/set-up-factor.html",
        form=form,
        error_list=form.error_list() + (passkey_form.error_list() if passkey_form else []),
        passkey_form=passkey_form or PasskeyForm(formdata=None, name="My passkey"),
        offers_passkey=offers_passkey,
        kept=carried,
        secret=second_factor.grouped(enrolment.secret),
        qr_code=_qr_code(enrolment.address),
    )


def try_factor(user: User, form: CodeForm) -> CodeResult | None:
    """Try the passkey or the code that was sent, and say on the form why it was not taken.

    None where nothing was sent, or the form itself is not right.
    """
    if not form.validate_on_submit():
        return None
    site = passkey_site.here()
    if form.passkey.data and site is not None:
        if passkeys.check(user, form.passkey.data, site=site):
            return CodeResult.RIGHT
        form.form_errors.append(NO_PASSKEY)
        return CodeResult.WRONG
    result = second_factor.check(user, form.code.data, key=factor_key())
    if result is not CodeResult.RIGHT:
        form.code.errors = [LIMITED if result is CodeResult.LIMITED else WRONG]
    return result


def code_page(template: str, user: User, form: CodeForm, carried: str) -> str:
    """The page that asks for a code, or for a passkey of theirs that could answer on it."""
    has_passkey = passkey_site.here() is not None and bool(passkeys.of(user))
    return render_template(template, form=form, kept=carried, has_passkey=has_passkey)


def status_of(result: CodeResult | None) -> int:
    """The status of the page that asks again."""
    return 429 if result is CodeResult.LIMITED else 200


def show_recovery_codes(user: User, codes: list[str], sent: SubmittedForm | None = None) -> str:
    """The codes are on this page and nowhere else, above what waits to be sent."""
    return render_template(
        "accounts/recovery-codes.html", codes=codes, sent=sent, after=after_sign_in(user)
    )


def _qr_code(address: str) -> Markup:
    import segno

    drawn = segno.make(address, error="m").svg_inline(scale=5, light="white")
    return Markup(drawn)  # noqa: S704 - drawn by segno, of squares alone
