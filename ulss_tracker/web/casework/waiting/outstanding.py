"""Things that a requester still owes: the list of a request, with a day, a reminder and a chase."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.requests import requests
from ulss_tracker.services.waiting import outstanding
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import DateField, GovForm, NoteField, VersionedForm, pressed_version


class OutstandingForm(GovForm):
    """One thing that is wanted of a requester, and by when."""

    words = NoteField("What do we still need?", required="Enter what we still need", rows=3)
    wanted_by_on = DateField(
        "By which day?",
        required="Enter the day by which it is wanted",
        hint="The day after, it is in the list of whoever has the request.",
    )


class ChaseForm(VersionedForm):
    """Whom somebody reached about what is outstanding, and by when it is wanted now."""

    note = NoteField(
        "Whom did you reach, and what did they say?",
        required="Enter whom you reached and what they said",
        rows=3,
    )
    wanted_by_on = DateField("By which day now?", required="Enter the day by which it is wanted")


class AnswerForm(VersionedForm):
    """The form of an answer: something a requester sent or said."""

    answer = NoteField(
        "What did they send or say?",
        required="Enter what they sent or said, or why it is not wanted any more",
        hint="If it is not wanted any more, say why.",
        rows=3,
    )


@blueprint.form("/requests/<reference>/owed", may=Permission.WORK_CASES)
def owed(reference: str) -> str | Response:
    """Everything that is wanted of the requester; add one more."""
    request = requests.get(reference)
    form = OutstandingForm()
    if form.validate_on_submit():
        with RefusalOn(form.wanted_by_on):
            outstanding.ask(request, form.words.data, form.wanted_by_on.data, staff())
            return done("Kept: what we still need", "casework.owed", request)
    return render_template(
        "casework/waiting/outstanding.html",
        request_=request,
        items=outstanding.of_request(request),
        form=form,
    )


@blueprint.post("/owed/<int:item_id>/remind", may=Permission.WORK_CASES)
def remind_owed(item_id: int) -> Response:
    """Write to the requester that something is still wanted of them."""
    item = outstanding.get(item_id)
    outstanding.remind(item, staff(), version=pressed_version())
    return done("Reminder written: it goes by email", "casework.owed", item.request)


@blueprint.form("/owed/<int:item_id>/chase", may=Permission.WORK_CASES)
def chase_owed(item_id: int) -> str | Response:
    """Record a chase, and by when it is wanted now."""
    item = outstanding.get(item_id)
    form = ChaseForm(version=item.version)
    if form.validate_on_submit():
        with RefusalOn(form.wanted_by_on):
            outstanding.chase(
                item,
                form.wanted_by_on.data,
                form.note.data,
                staff(),
                version=form.seen_version,
            )
            return done("Chase recorded", "casework.owed", item.request)
    return render_template("casework/waiting/chase-outstanding.html", item=item, form=form)


@blueprint.form("/owed/<int:item_id>/answer", may=Permission.WORK_CASES)
def answer_owed(item_id: int) -> str | Response:
    """Tick it off: they have answered, or it is wanted no more."""
    item = outstanding.get(item_id)
    form = AnswerForm(version=item.version)
    if form.validate_on_submit():
        outstanding.answer(item, form.answer.data, staff(), version=form.seen_version)
        return done("Ticked off", "casework.owed", item.request)
    return render_template("casework/waiting/answer-outstanding.html", item=item, form=form)
