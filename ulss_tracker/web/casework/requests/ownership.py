"""Whose a request is: taking it, giving it to somebody, and recording that it was looked at."""

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.people import absences
from ulss_tracker.services.requests import requests
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.assignments import BLANK, recipient_of, recipients
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, NoteField, SelectField

_NO_OWNER_SEEN = -1


class SeenOwnerForm(GovForm):
    """A button, and whose the request was on the page that it was on."""

    seen_owner = HiddenField()

    @property
    def seen_owner_id(self) -> int:
        """The id of that owner; one that is nobody's when it is not a number."""
        digits = str(self.seen_owner.data or "")
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 10
        return int(digits) if is_number else _NO_OWNER_SEEN


class GiveRequestForm(SeenOwnerForm):
    """To whom a request goes, and what they should know."""

    owner = SelectField(
        "Who should have it?",
        required="Choose who should have it",
        blank=BLANK,
    )
    note = NoteField(
        "What should they know?",
        optional=True,
        hint="It goes into the history of the request.",
        rows=4,
    )


@blueprint.post("/requests/<reference>/take", may=Permission.WORK_CASES)
def take_request(reference: str) -> Response:
    """Take the request oneself."""
    request = requests.get(reference)
    assignment.take(request, staff(), seen=SeenOwnerForm().seen_owner_id)
    return done(f"Request {reference} is now yours", request)


@blueprint.form("/requests/<reference>/owner", may=Permission.WORK_CASES)
def give_request(reference: str) -> str | Response:
    """Give the request to somebody."""
    request = requests.get(reference)
    assignment.check_open(request)
    form = GiveRequestForm(seen_owner=str(request.owner_id or assignment.NOBODY))
    form.owner.choices = recipients(absences.away_now())
    if form.validate_on_submit():
        with RefusalOn(form.owner):
            owner = recipient_of(request, form.owner.data)
            seen, note = form.seen_owner_id, form.note.data
            assignment.assign(request, owner, staff(), seen=seen, note=note)
            return done(f"Request {reference} is now with {owner.name}", request)
    return render_template("casework/requests/give-request.html", request_=request, form=form)


@blueprint.post("/requests/<reference>/looked-at", may=Permission.WORK_CASES)
def record_look(reference: str) -> Response:
    """Record that this person has looked at the request."""
    request = requests.get(reference)
    is_first = assignment.record_triage(request, staff())
    return done("First look recorded" if is_first else "Somebody had looked at it before", request)
