"""A new code for somebody who has lost theirs or was never given one: by post, where that is safe.

Whatever reference is given, the answer is the same: nobody learns here whether there is such a
request, or that it has a postal address.
"""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.services.requests import request_status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.feedback import count_sending
from ulss_tracker.web.public.status import ReferenceForm

MOST_AN_HOUR = 10


class LostCodeForm(ReferenceForm):
    """The reference alone: the letter goes only to the address that is kept with it."""


@blueprint.form("/status/lost-code", may=ANYONE)
def lost_code() -> Response | str:
    """Say how to get a new code, and take the wish for one by post."""
    form = LostCodeForm()
    if form.validate_on_submit():
        with RefusalOn(form):
            count_sending("code by post", MOST_AN_HOUR)
            request_status.ask_for_code(form.reference.data)
            return redirect(url_for("public.lost_code_asked"))
    return render_template("public/status/lost-code.html", form=form)
