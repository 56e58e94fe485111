"""Saying what one thinks of the service: apart from any request, and with no contact asked."""

from flask import redirect, render_template, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Ease
from ulss_tracker.services.requests import feedback as opinions
from ulss_tracker.services.requests import wrong_tries
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.questions import TableForm

MOST_AN_HOUR = 10


class FeedbackForm(TableForm):
    """Either answer may be left blank; one is needed."""

    table = "feedback"


@blueprint.form("/feedback", may=ANYONE)
def feedback() -> Response | str:
    """Ask what somebody thinks of the service, and keep it."""
    form = FeedbackForm()
    if form.validate_on_submit():
        with RefusalOn(form):
            ease, words = form["ease"].data, form["words"].data
            if not ease and not words:
                raise Refused(gettext("Choose how easy it was, or write what you think"))
            count_sending("feedback", MOST_AN_HOUR)
            opinions.give(Ease(ease) if ease else None, words, language=str(get_locale() or "en"))
            return redirect(url_for("public.feedback_thanks"))
    return render_template("public/feedback.html", form=form)


def count_sending(what: str, most: int) -> None:
    """Count what a network sends in an hour. Raises `Refused` where it is more than the `most`."""
    sender = wrong_tries.Sender(address_hash(), what, most=most)
    if not sender.may_try():
        raise Refused(gettext("Very much came from your network in the last hour. Send this later"))
    sender.count()
