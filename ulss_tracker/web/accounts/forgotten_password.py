"""A forgotten password: a link by email, and one answer whether or not anybody has the address."""

from flask import render_template
from limits import RateLimitItemPerHour

from ulss_tracker.services.supervision import own_account
from ulss_tracker.web.accounts.forms import ForgottenPasswordForm
from ulss_tracker.web.accounts.routes import blueprint
from ulss_tracker.web.core import rate_counts, sessions
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.security_log import source_of_request

MOST = RateLimitItemPerHour(20)
"""From one network address, for any accounts: an office behind one asks less often."""


@blueprint.form("/forgotten-password", may=ANYONE)
def forgotten_password() -> str | tuple[str, int]:
    """Have a link emailed with which a new password is set, where it may be."""
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten-password.html", form=form)
    if not rate_counts.count(MOST, "forgotten-password"):
        form.form_errors.append("Too many links were asked for from here. Try again in an hour")
        return render_template("accounts/forgotten-password.html", form=form), 429
    own_account.ask_for_password_link(
        form.email.data, source_of_request(), wants_factor=sessions.wants_code()
    )
    return render_template("accounts/password-link-sent.html")
