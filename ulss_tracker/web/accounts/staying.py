"""How long one stays signed in: what the page's script asks for, and a page without scripts."""

from flask import Response, jsonify, render_template, request
from flask_wtf.csrf import generate_csrf

from ulss_tracker import clock
from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import staff_sessions
from ulss_tracker.web.accounts.routes import blueprint
from ulss_tracker.web.core import sessions
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/session-time", may=Permission.SEE_OWN_ACCOUNT)
def session_time() -> Response:
    """Say how long the session lasts if nobody uses it. Asking is no use of it."""
    sessions.leave_unused()
    return _time_left()


@blueprint.form("/stay-signed-in", may=Permission.SEE_OWN_ACCOUNT)
def stay_signed_in() -> str | Response:
    """Stay signed in for another half an hour, at a press of the button; say until when."""
    if request.method == "POST":
        sessions.use()
        return _time_left()
    ending = staff_sessions.ending_of(sessions.own_key())
    now = clock.now()
    at = now + staff_sessions.IDLE if ending.may_be_later else ending.at
    return render_template("accounts/stay-signed-in.html", at=at)


def _time_left() -> Response:
    """The seconds that are left, whose session it is, and whether they may be made more.

    With the token of this session's forms: those of a page from before signing in again are sent.
    """
    ending = staff_sessions.ending_of(sessions.own_key())
    return jsonify(
        left=int((ending.at - clock.now()).total_seconds()),
        may_stay=ending.may_be_later,
        who=staff().id,
        token=generate_csrf(),
    )
