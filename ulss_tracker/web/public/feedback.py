"""Saying what one thinks of the service: apart from any request, and with no contact asked."""

from flask import redirect, render_template, url_for
from flask_babel import get_locale, gettext, lazy_gettext
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Ease
from ulss_tracker.services.requests import feedback as opinions
from ulss_tracker.services.requests import wrong_tries
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.forms import Choice, GovForm, RadiosField, TextAreaField
from ulss_tracker.web.public import blueprint

MOST_AN_HOUR = 10
_EASE = {
    Ease.VERY_EASY: lazy_gettext("Very easy"),
    Ease.EASY: lazy_gettext("Easy"),
    Ease.NEITHER: lazy_gettext("Neither easy nor difficult"),
    Ease.DIFFICULT: lazy_gettext("Difficult"),
    Ease.VERY_DIFFICULT: lazy_gettext("Very difficult"),
}


class FeedbackForm(GovForm):
    """Either answer may be left blank; one is needed."""

    ease = RadiosField(
        lazy_gettext("How easy or difficult is this service to use?"),
        choices=[Choice(ease.value, words) for ease, words in _EASE.items()],
    )
    words = TextAreaField(
        lazy_gettext("What could we do better?"),
        noun=lazy_gettext("What you write"),
        hint=lazy_gettext("Write nothing about a case, and nothing that says who you are."),
        rows=6,
        max_length=2_000,
    )


@blueprint.form("/feedback", may=ANYONE)
def feedback() -> Response | str:
    """Ask what somebody thinks of the service, and keep it."""
    form = FeedbackForm()
    if form.validate_on_submit():
        with RefusalOn(form):
            if not form.ease.data and not form.words.data:
                raise Refused(gettext("Choose how easy it was, or write what you think"))
            count_sending("feedback", MOST_AN_HOUR)
            ease = Ease(form.ease.data) if form.ease.data else None
            opinions.give(ease, form.words.data, language=str(get_locale() or "en"))
            return redirect(url_for("public.feedback_thanks"))
    return render_template("public/feedback.html", form=form)


def count_sending(what: str, most: int) -> None:
    """Count what a network sends in an hour. Raises `Refused` where it is more than the `most`."""
    sender = wrong_tries.Sender(address_hash(), what, most=most)
    if not sender.may_try():
        raise Refused(gettext("Very much came from your network in the last hour. Send this later"))
    sender.count()
