"""Recording that somebody withdrew their request."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import Channel
from ulss_tracker.services import requests, withdrawing
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.forms import LONG_NOTE
from ulss_tracker.web.fields import Choice, GovForm, RadiosField, TextAreaField
from ulss_tracker.web.sessions import staff


class WithdrawForm(GovForm):
    """How they told us, and what they said."""

    channel = RadiosField(
        "How did they tell us?",
        required="Choose how they told us",
        choices=[Choice(each, each.label) for each in Channel if each is not Channel.FORM],
        coerce=Channel,
    )
    note = TextAreaField("What did they say?", optional=True, max_length=LONG_NOTE, rows=4)


@blueprint.route("/requests/<reference>/withdraw", methods=["GET", "POST"])
def withdraw_request(reference: str) -> str | Response:
    """Record a withdrawal that came by phone, email or letter."""
    asked = requests.get(reference)
    form = WithdrawForm()
    if form.validate_on_submit():
        withdrawing.record(asked, form.channel.data, form.note.data, staff())
        flash(f"Request {reference} is withdrawn", "success")
        return redirect(url_for("casework.show_request", reference=reference))
    return render_template("casework/withdraw-request.html", asked=asked, form=form)
