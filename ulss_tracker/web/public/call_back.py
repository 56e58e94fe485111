"""Asking to be called back, where a shift of the rota shows the public a number."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.services.people import public_number
from ulss_tracker.services.requests import request_status
from ulss_tracker.services.requests.request_status import Status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.feedback import count_sending
from ulss_tracker.web.public.questions import TableForm
from ulss_tracker.web.public.status import opened

MOST_AN_HOUR = 5


class CallBackForm(TableForm):
    """When, and what may be said."""

    table = "call-back"


@blueprint.form("/status/call-back", may=ANYONE)
@opened
def call_back(status: Status) -> Response | str:
    """Ask for a call to the number that the request has: no other is taken here."""
    hours = public_number.now() if status.may_be_called else None
    if hours is None:
        return redirect(url_for("public.show_status"))
    form = CallBackForm()
    if not form.validate_on_submit():
        return render_template(
            "public/status/call-back.html", form=form, status=status, hours=hours
        )
    try:
        count_sending("call back", MOST_AN_HOUR)
        request_status.ask_for_call_back(
            status.reference, when=form["when"].data, words_to_use=form["words_to_use"].data
        )
        flash(gettext("Whoever is on duty has been asked to telephone you."), "success")
    except Refused:
        flash(
            gettext(
                "We could not take that, or you have asked already. If it is urgent, telephone us."
            ),
            "message",
        )
    return redirect(url_for("public.show_status"))
