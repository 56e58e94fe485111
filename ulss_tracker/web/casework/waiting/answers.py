"""Declining what one was given, with a reason, or keeping it after all."""

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ulss_tracker.models import Wait
from ulss_tracker.permissions import Permission
from ulss_tracker.services.waiting import answers, notices, waits
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.waiting import links
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, TextAreaField

_LONGEST_REASON = 1000


class DeclineForm(GovForm):
    """Why somebody does not take what they were given."""

    reason = TextAreaField(
        "Why do you decline it?",
        required="Enter why you decline it",
        hint="Whoever gave it to you reads this, and it is kept in the history",
        max_length=_LONGEST_REASON,
        rows=4,
    )


@blueprint.form("/waiting/<int:wait_id>/decline", may=Permission.WORK_CASES)
def decline_work(wait_id: int) -> str | Response:
    """Accept or decline what was given, or see that it is declined and keep it after all."""
    wait = waits.get(wait_id)
    position = answers.given_work(wait, staff())
    form = DeclineForm()
    if position.declined is None and form.validate_on_submit():
        answers.decline(wait, form.reason.data, staff())
        return redirect(url_for("casework.decline_work", wait_id=wait.id))
    return render_template(
        "casework/waiting/decline.html",
        wait=wait,
        reference=notices.reference_of(wait),
        about=links.given(wait),
        to_answer=wait.awaits_answer,
        position=position,
        form=form,
    )


@blueprint.post("/waiting/<int:wait_id>/keep", may=Permission.WORK_CASES)
def keep_work(wait_id: int) -> Response:
    """Undo a decline: keep the work after all, while nobody else has it."""
    wait = waits.get(wait_id)
    answers.keep(wait, staff())
    words = "You keep it: nobody is asked to give it to somebody else any more"
    return done(words, links.given(wait))


def accepted(wait: Wait) -> Markup:
    """The sentence that it is accepted, and the way back."""
    return Markup('Accepted. <a class="govuk-link" href="{}">Decline it after all</a>').format(
        url_for("casework.decline_work", wait_id=wait.id)
    )
