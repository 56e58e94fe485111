"""Correcting and verifying what somebody who asked is to the case, and whether they were told."""

from dataclasses import asdict

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Request, RoleSource
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.requests import requests, who_asked
from ulss_tracker.services.requests.who_asked import WhoAsked
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done, saved
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    DateField,
    GovForm,
    NotAfter,
    NoteField,
    RadiosField,
    TextField,
    YesNoField,
)


class WhoAskedForm(GovForm):
    """Who asked, and whether they were told of the scheme: by whom, on which day."""

    standing = RadiosField(
        "What are they to the case?",
        required="Choose what they are to the case",
        coerce=RequesterRole,
    )
    was_told = YesNoField(
        "Were they told that a sentence can be reviewed?",
        required="Choose whether they were told",
        unsaid=Choice("not_known", "Not known"),
    )
    told_by = TextField(
        "Who told them?",
        hint="Such as the witness care unit, the police or the CPS.",
        max_length=200,
    )
    told_on = DateField(
        "When were they told?",
        optional=True,
        validators=[NotAfter(clock.today, "The day they were told must be today or in the past")],
    )

    def take(self) -> WhoAsked:
        """Read what was entered. Who told them, and when, go with a yes alone."""
        was_told = self.was_told.answer
        if not was_told:
            return WhoAsked(self.standing.data, was_told)
        return WhoAsked(self.standing.data, was_told, self.told_by.data.strip(), self.told_on.data)


@blueprint.form("/requests/<reference>/who-asked", endpoint="who_asked", may=Permission.WORK_CASES)
def correct_who_asked(reference: str) -> str | Response:
    """Correct who asked. Another standing may count another time limit."""
    request = requests.get(reference)
    form = WhoAskedForm(data=asdict(who_asked.of_request(request)))
    if form.validate_on_submit():
        changed = who_asked.correct(request, form.take(), staff())
        return saved("Who asked is corrected", request, changed=changed)
    return render_template("casework/requests/who-asked.html", request_=request, form=form)


class VerifyWhoAskedForm(GovForm):
    """The form of a verification: the source that shows what they are, and where in it."""

    intro = (
        "Until then the 28 days lead. A longer limit that is law for them leads from then on, and "
        "a supervisor signs for each last day that moves."
    )
    button = "Verify"
    source = RadiosField("What shows it?", required="Choose what shows it", coerce=RoleSource)
    source_reference = TextField(
        "Its page or reference, or whom you spoke to",
        hint="So that a colleague can find it again",
        required="Enter its page or reference, or whom you spoke to",
        max_length=200,
    )


@blueprint.form("/requests/<reference>/verify-who-asked", may=Permission.VERIFY_FACTS)
def verify_who_asked(reference: str) -> str | Response:
    """Verify, against a source, what somebody who asked is to the case."""
    request = requests.get(reference)
    if refusal := who_asked.why_not(request, staff()):
        raise Refused(refusal)
    form = VerifyWhoAskedForm()
    if form.validate_on_submit():
        who_asked.verify(request, **form.answers(("source", "source_reference")), by=staff())
        return done("Who asked is verified", request)
    return _page(request, form, f"Verify {_who(request)} as")


class TakeBackForm(GovForm):
    """Why a verification is taken back."""

    intro = "The 28 days lead again, at once."
    button = "Take it back"
    warns = True
    reason = NoteField("Why was it a mistake?", required="Enter why it is taken back")


@blueprint.form("/requests/<reference>/verify-who-asked/take-back", may=Permission.VERIFY_FACTS)
def take_back_who_asked(reference: str) -> str | Response:
    """Take back, by another than verified it, that somebody is what they say to the case."""
    request = requests.get(reference)
    if refusal := who_asked.why_not_take_back(request, staff()):
        raise Refused(refusal)
    form = TakeBackForm()
    if form.validate_on_submit():
        who_asked.take_back(request, form.reason.data, staff())
        return done("It is taken back: the 28 days lead", request)
    return _page(request, form, f"Take back that {_who(request)} was verified as")


def _who(request: Request) -> str:
    return request.requester_name or "who asked"


def _page(request: Request, form: GovForm, heading: str) -> str:
    return render_template(
        "casework/requests/request-form.html",
        request_=request,
        form=form,
        heading=f"{heading}: {request.standing.label.lower()}",
    )
