"""Recording that somebody withdrew their request, and undoing it when it was a mistake."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.models import Channel
from ulss_tracker.permissions import Permission
from ulss_tracker.services.requests import requests, withdrawals
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, NoteField, RadiosField, choices_of


class WithdrawForm(GovForm):
    """How they told us, and what they said."""

    channel = RadiosField(
        "How did they tell us?",
        required="Choose how they told us",
        choices=choices_of(channel for channel in Channel if channel is not Channel.FORM),
        coerce=Channel,
    )
    note = NoteField("What did they say?", optional=True, rows=4)


class UndoWithdrawalForm(GovForm):
    """How a request came to be withdrawn by mistake."""

    reason = NoteField(
        "How did it come to be withdrawn by mistake?",
        required="Enter how it came to be withdrawn by mistake",
        hint="For example: it was another person’s request, or they pressed the wrong button",
        rows=4,
    )


@blueprint.form("/requests/<reference>/withdraw", may=Permission.WORK_CASES)
def withdraw_request(reference: str) -> str | Response:
    """Record a withdrawal that came by phone, email or letter."""
    request = requests.get(reference)
    form = WithdrawForm()
    if form.validate_on_submit():
        withdrawals.record(request, form.channel.data, form.note.data, staff())
        return done(f"Request {reference} is withdrawn", request)
    return render_template("casework/requests/withdraw-request.html", request_=request, form=form)


@blueprint.form("/requests/<reference>/undo-withdrawal", may=Permission.WORK_CASES)
def undo_withdrawal(reference: str) -> str | Response:
    """Undo a withdrawal that was a mistake."""
    request = requests.get(reference)
    form = UndoWithdrawalForm()
    withdrawal = withdrawals.withdrawal_of(request)
    if form.validate_on_submit():
        withdrawals.undo(request, form.reason.data, staff())
        return done(f"Request {reference} is withdrawn no longer", request)
    return render_template(
        "casework/requests/undo-withdrawal.html",
        request_=request,
        form=form,
        withdrawal=withdrawal,
        may_undo=withdrawals.may_undo(withdrawal, staff()),
    )
