"""A new code for somebody who has lost theirs or was never given one: by post, where that is safe.

Whatever reference is given, the answer is the same: nobody learns here whether there is such a
request, or that it has a postal address.
"""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ulss_tracker.services.requests import request_status, wrong_tries
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.status import ReferenceForm

MOST_AN_HOUR = 10


class LostCodeForm(ReferenceForm):
    """The reference alone: the letter goes only to the address that is kept with it."""


@blueprint.form("/status/lost-code", may=ANYONE)
def lost_code() -> Response | str:
    """Say how to get a new code, and take the wish for one by post."""
    form = LostCodeForm()
    if request.method == "GET" or not form.validate():
        return render_template("public/status/lost-code.html", form=form)
    sender = wrong_tries.Sender(address_hash(), "code by post", most=MOST_AN_HOUR)
    if not sender.may_try():
        form.form_errors.append(
            gettext("Very much came from your network in the last hour. Send this later")
        )
        return render_template("public/status/lost-code.html", form=form)
    sender.count()
    request_status.ask_for_code(form.reference.data)
    return redirect(url_for("public.lost_code_asked"))


@blueprint.get("/status/lost-code/asked", may=ANYONE)
def lost_code_asked() -> str:
    """Say what happens now, whatever the reference was."""
    return render_template("public/status/lost-code-asked.html")
