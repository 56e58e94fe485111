"""Bringing back what was changed or ended by mistake: proposed at its line, approved by another."""

from flask import redirect, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from ulss_tracker.models import Case, Event, Reversal
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases, reversals
from ulss_tracker.services.core import preconditions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.cases.timeline_words import compared
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    GovForm,
    NoteField,
    RadiosField,
    VersionedForm,
)

TIMELINE = "casework.case_timeline"


class ProposeForm(VersionedForm):
    """How it came to be changed or ended by mistake."""

    reason = NoteField(
        "How did it come to be changed or ended by mistake?",
        required="Enter how it came to be changed or ended by mistake",
        hint="The second person reads this, and it is kept on the timeline",
        rows=4,
    )


class DecideForm(GovForm):
    """A second person's answer to what somebody proposed to bring back."""

    agrees = RadiosField(
        "Is it to be brought back?",
        required="Choose whether it is to be brought back",
        choices=[
            Choice("yes", "Yes: bring it back", hint="It then stands as it is shown above"),
            Choice("no", "No", hint="Everything stays as it is now"),
        ],
    )
    note = NoteField("Why not?", optional=True, hint="Only if you answer no", rows=4)

    def validate_note(self, field: NoteField) -> None:
        """Whoever refuses says why."""
        if self.agrees.data == "no" and not field.data:
            raise ValidationError("Enter why it is not to be brought back")


class WithdrawForm(GovForm):
    """Nothing is asked of whoever withdraws their own proposal."""


@blueprint.form("/cases/<reference>/timeline/<int:event_id>/bring-back", may=Permission.BRING_BACK)
def propose_reversal(reference: str, event_id: int) -> str | Response:
    """Show what stands and what would stand again, or why not; and propose it.

    Where it was proposed already, that proposal is shown.
    """
    case = cases.get_case(reference)
    if (waiting := reversals.waiting_for(case, event_id)) is not None:
        return redirect(url_for("casework.decide_reversal", reversal_id=waiting.id))
    prospect = reversals.prospect(case, event_id)
    form = ProposeForm(version=preconditions.version_of(case, *case.reviews))
    if form.validate_on_submit():
        reversals.propose(case, event_id, form.reason.data, staff(), version=form.seen_version)
        return done(
            "Proposed. It is brought back once another person has approved it", TIMELINE, case
        )
    return case_page(
        "casework/cases/propose-reversal.html",
        case,
        tab=TIMELINE,
        form=form,
        prospect=prospect,
        whose=_subject_of(case, prospect.event),
        rows=compared(prospect.before, prospect.after),
    )


@blueprint.form("/reversals/<int:reversal_id>", may=Permission.WORK_CASES)
def decide_reversal(reversal_id: int) -> str | Response:
    """The second person reads what is proposed and why, and approves it or refuses.

    Whoever proposed it may withdraw it here.
    """
    reversal = reversals.get(reversal_id)
    is_own = reversal.proposed_by_id == staff().id
    form = WithdrawForm() if is_own else DecideForm()
    if form.validate_on_submit():
        return done(_decided(reversal, form), TIMELINE, reversal.case)
    return case_page(
        "casework/cases/decide-reversal.html",
        reversal.case,
        tab=TIMELINE,
        form=form,
        reversal=reversal,
        whose=_subject_of(reversal.case, reversal.event),
        is_own=is_own,
        why_not="" if reversal.ended_at else reversals.why_not_approve(reversal, staff()),
        rows=compared(reversal.before, reversal.after),
    )


def _decided(reversal: Reversal, form: GovForm) -> str:
    """Do what was pressed; what came of it, in words."""
    if not isinstance(form, DecideForm):
        reversals.withdraw(reversal, staff())
        return "The proposal is withdrawn"
    if form.agrees.data == "yes":
        reversals.approve(reversal, staff())
        return "Brought back as it stood before"
    reversals.refuse(reversal, form.note.data, staff())
    return "Refused. Everything stays as it is"


def _subject_of(case: Case, event: Event) -> str:
    """The offender or the request that a line of the history is about; empty for the case."""
    for review in case.reviews:
        if review.id == event.review_id:
            return review.offender_name
    return next(
        (request.reference for request in case.requests if request.id == event.request_id), ""
    )
