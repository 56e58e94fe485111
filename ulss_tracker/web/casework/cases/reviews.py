"""A review: where it stands, and the steps that move it on."""

from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Paper, Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.milestones import MilestoneStatus
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.scheme.workflow.workflow import RECORDED_ELSEWHERE
from ulss_tracker.services.assessment import assessing, two_keys
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.desk import refusal_preview
from ulss_tracker.services.referral import milestones, papers, progress
from ulss_tracker.services.supervision import label_counts
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.assessment.verification import facts_of
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.cases.forms import (
    HolderForm,
    MoveForm,
    OffenderForm,
    PlanForm,
    ReasonedMoveForm,
)
from ulss_tracker.web.casework.cases.next_actions import next_actions
from ulss_tracker.web.casework.messaging.alarms import alarm_going
from ulss_tracker.web.casework.referral.paper_forms import ReceivePapersForm
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.assignments import recipient_of, recipients
from ulss_tracker.web.core.in_place import in_place
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, pressed_version


@blueprint.get("/reviews/<int:review_id>", may=Permission.SEE_CASES, audit="Review")
def show_review(review_id: int) -> str:
    """Everything about a review on one page: scheme, deadline, next step, sentences."""
    review = cases.get_review(review_id)
    plan = milestones.progress_of(review)
    may_work = may(staff().role, Permission.WORK_CASES)
    return review_page(
        "casework/cases/review.html",
        review,
        due=assessing.deadline_of(review),
        may_be_until=assessing.may_be_until(review),
        milestones=milestones.still_to_do(review, plan),
        time=assessing.time_of(review),
        label_counts=label_counts.of_review(review) if review.verdict is Verdict.MUST_CHECK else [],
        facts=facts_of(review, staff()),
        keys=two_keys.of_review(review),
        next=next_actions(review, staff(), plan.taken),
        refusal=None if review.closed_at else refusal_preview.ending_of(review),
        place=in_place() if may_work else None,
        may_override=may(staff().role, Permission.OVERRIDE_ASSESSMENT),
        **alarm_going(review),
    )


# Each step says for itself whose it is.
@blueprint.form("/reviews/<int:review_id>/steps/<step>", may=Permission.SEE_CASES)
def move(review_id: int, step: str) -> str | Response:
    """Confirm a step, with a note, and take it."""
    review = cases.get_review(review_id)
    if step not in set(Step) - RECORDED_ELSEWHERE:
        raise NotFound("There is no such step")
    offer = progress.find(review, Step(step), staff())
    if offer.wanting:
        raise Refused(offer.wanting)
    pending = papers.wanted(review.case) if offer.step is Step.RECEIVE_PAPERS else []
    if pending:
        return _receive_papers(review, pending)
    form_class = ReasonedMoveForm if offer.rule.needs_reason else MoveForm
    form = form_class(version=review.version)
    if form.validate_on_submit():
        progress.move(review, offer.step, staff(), version=form.seen_version, note=form.note.data)
        return done(f"The review is now “{review.state.label}”", review)
    return review_page("casework/cases/move.html", review, form=form, chosen=offer)


def _receive_papers(review: Review, pending: list[Paper]) -> str | Response:
    """Ask which papers have come, and record just those: the step claims no more."""
    form = ReceivePapersForm(version=review.version)
    form.papers.choices = [Choice(str(paper.id), paper.label) for paper in pending]
    if form.validate_on_submit():
        come = [paper for paper in pending if paper.id in form.papers.data]
        papers.receive(review, come, staff(), version=form.seen_version, note=form.note.data)
        return done(f"The review is now “{review.state.label}”", review)
    return review_page("casework/referral/receive-papers.html", review, form=form)


@blueprint.form("/reviews/<int:review_id>/offender", may=Permission.WORK_CASES)
def change_offender(review_id: int) -> str | Response:
    """Correct the offender's name, date of birth or address for service."""
    review = cases.get_review(review_id)
    form = OffenderForm(
        name=review.offender_name,
        born_on=review.offender_born_on,
        address=review.offender_address,
        version=review.version,
    )
    if form.validate_on_submit():
        cases.change_offender(review, form.into(cases.Offender), staff(), form.seen_version)
        return done("Offender’s details changed", review)
    return review_page("casework/form.html", review, form=form)


@blueprint.form("/reviews/<int:review_id>/assignee", may=Permission.WORK_CASES)
def change_assignee(review_id: int) -> str | Response:
    """Give the review to somebody else to hold."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    form = HolderForm(assignee=review.assignee_id, version=review.version)
    form.assignee.choices = recipients()
    if form.validate_on_submit():
        with RefusalOn(form.assignee):
            assignee = recipient_of(review, form.assignee.data)
            seen, note = form.seen_version, form.note.data
            assignment.assign(review, assignee, staff(), seen=seen, note=note)
            return done(f"{assignee.name} is now assigned to this review", review)
    return review_page("casework/form.html", review, form=form)


@blueprint.post("/reviews/<int:review_id>/take", may=Permission.WORK_CASES)
def take_review(review_id: int) -> Response:
    """Take the review to hold oneself."""
    review = cases.get_review(review_id)
    assignment.take(review, staff(), seen=pressed_version())
    return done("This review is now assigned to you", review)


@blueprint.form("/reviews/<int:review_id>/plan", may=Permission.WORK_CASES)
def move_plan(review_id: int) -> str | Response:
    """Plan another day for something that is still to be done."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    form = PlanForm(version=review.version)
    form.milestone.choices = [
        Choice(item.milestone.value, item.milestone.label)
        for item in milestones.of_review(review)
        if not item.done_at and item.standing is not MilestoneStatus.PASSED_OVER
    ]
    if not form.milestone.choices:
        raise Refused("Nothing of the plan is still to be done")
    if form.validate_on_submit():
        with RefusalOn(form.due_on):
            milestones.move(
                review,
                form.milestone.data,
                form.due_on.data,
                staff(),
                version=form.seen_version,
            )
            return done("The plan is changed", review)
    title = f"{form.heading}, {review.case.reference}"
    return review_page("casework/form.html", review, form=form, page_title=title)
