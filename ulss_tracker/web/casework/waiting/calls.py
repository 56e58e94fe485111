"""Calls to make on a day: planned on a case or a request, and what came of them."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.models import Case, Request
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.protection import holders
from ulss_tracker.services.requests import requests
from ulss_tracker.services.waiting import calls
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import RefusalOn, address_of, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, DateField, GovForm, NoteField, SelectField


class PlanCallForm(GovForm):
    """Whom to ring, on which day, and who does."""

    heading = "Plan a call"
    button = "Plan the call"
    words = NoteField(
        "Whom to ring, and what about", required="Enter whom to ring, and what about", rows=3
    )
    due_on = DateField("On which day?", required="Enter the day of the call")
    person = SelectField(
        "Who makes the call?",
        required="Choose who makes the call",
        blank="Choose a person",
        coerce=int,
    )


class EndCallForm(GovForm):
    """The form of the outcome of a call."""

    outcome = NoteField(
        "What came of it?",
        required="Enter what came of the call",
        hint="If it is not to be made, say why.",
        rows=4,
    )


@blueprint.form("/cases/<reference>/calls/new", may=Permission.WORK_CASES)
def plan_call(reference: str) -> str | Response:
    """Plan a call about a case."""
    return _plan(cases.get_case(reference))


@blueprint.form("/requests/<reference>/calls/new", may=Permission.WORK_CASES)
def plan_request_call(reference: str) -> str | Response:
    """Plan a call about a request."""
    return _plan(requests.get(reference))


@blueprint.form("/calls/<int:call_id>", may=Permission.WORK_CASES)
def end_call(call_id: int) -> str | Response:
    """Record what came of a call."""
    call = calls.get(call_id)
    form = EndCallForm()
    if form.validate_on_submit():
        calls.end(call, form.outcome.data, staff())
        return done("Recorded: what came of the call", "casework.home")
    return render_template("casework/waiting/end-call.html", call=call, form=form)


def _plan(about: Case | Request) -> str | Response:
    form = PlanCallForm(person=staff().id)
    case = about if isinstance(about, Case) else None
    people = holders.who_may_hold(case, users.assignees())
    form.person.choices = [Choice(str(user.id), user.name) for user in people]
    if form.validate_on_submit():
        with RefusalOn(form.due_on):
            person = users.get(form.person.data)
            calls.plan(about, person, form.due_on.data, form.words.data, staff())
            return done("Planned: it is in their list on that day", about)
    return render_template(
        "layouts/form.html",
        form=form,
        page_title=f"{form.heading}, {about.reference}",
        caption=about.reference,
        cancel=address_of(about),
    )
