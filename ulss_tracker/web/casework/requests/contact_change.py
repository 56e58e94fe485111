"""Letting a change of contact details through after a call, or refusing it."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.models import EmailUse
from ulss_tracker.permissions import Permission
from ulss_tracker.services.requests import (
    contact_change_calls,
    contact_changes,
    requests,
    safe_contact,
)
from ulss_tracker.services.requests.details import WORDS
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, NoteField, YesNoField

_YES_NO = {True: "Yes", False: "No", None: "Not said"}


class AnswerChangeForm(GovForm):
    """Whether it was them, and how one knows."""

    answer = YesNoField(
        "Was it the person who asked?",
        required="Choose whether it was the person who asked",
        yes="Yes: change how we reach them",
        no="No, or I could not make sure: change nothing",
    )
    note = NoteField(
        "How do you know?",
        required="Enter how you know, or why you could not make sure",
        hint="Say what you asked and whom you rang. Write no number and no address here.",
        rows=4,
    )


@blueprint.form("/requests/<reference>/contact-change", may=Permission.WORK_CASES)
def contact_change(reference: str) -> str | Response:
    """Show what somebody wants to change, what to ask them, and take the answer."""
    request = requests.get(reference)
    waiting = contact_change_calls.waiting(request)
    form = AnswerChangeForm()
    if form.validate_on_submit():
        is_them, note = bool(form.answer.answer), form.note.data
        contact_change_calls.answer(request, staff(), lets_through=is_them, note=note)
        words = "How to reach them is changed. They are told where they were and where they are now"
        return done(words if is_them else "Nothing is changed", request)
    now = contact_changes.details(request)
    return render_template(
        "casework/requests/contact-change.html",
        request_=request,
        form=form,
        waiting=waiting,
        safe=safe_contact.of_request(request),
        rows=[
            (WORDS[name], _words(name, now[name]), _words(name, waiting.wanted[name]))
            for name in now
            if name in waiting.wanted
        ]
        if waiting
        else [],
        known=[(WORDS[name], now[name]) for name in ("email", "postal_address") if now[name]],
        lately=[
            (change.done_at, WORDS[name], change.before[name])
            for change in contact_change_calls.made_lately(request)
            for name in contact_changes.ADDRESSES
            if name in change.wanted and change.before[name]
        ],
    )


def _words(name: str, value: object) -> str:
    """A detail in words, as the request's own page has it."""
    if name == "email_use":
        return EmailUse(str(value)).label
    return _YES_NO[value] if value is None or isinstance(value, bool) else str(value)
