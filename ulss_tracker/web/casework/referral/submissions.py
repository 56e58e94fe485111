"""Submissions to the law officers: writing one, reading it, passing it on."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Review, User
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.scheme.workflow.workflow import State, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.referral import decisions, progress, submissions
from ulss_tracker.services.referral.next_actions import Task
from ulss_tracker.services.referral.submissions import Words
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_header
from ulss_tracker.web.casework.cases.next_actions import next_actions
from ulss_tracker.web.casework.referral.submission_forms import (
    PassForm,
    RecordedDecisionForm,
    SubmissionForm,
)
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice

WRITING = frozenset({Step.SEND_TO_LAW_OFFICERS, Step.RESUBMIT})
DECIDING = frozenset({Task.DECIDE, Task.RECORD_DECISION})


@blueprint.get("/reviews/<int:review_id>/submission")
def show_submission(review_id: int) -> str:
    """Show what the law officers were given, each version, and what was decided on it."""
    review = cases.get_review(review_id)
    sent = submissions.of_review(review)
    steps = next_actions(review, staff()).steps
    return render_template(
        "casework/referral/submission.html",
        **review_header(review),
        submission=sent[-1] if sent else None,
        earlier_ones=sent[-2::-1],
        deciding=[each for each in steps if each.what in DECIDING],
        passing=[each for each in steps if sent and each.what is Step.PASS_TO_OTHER],
        writing=next((each for each in steps if each.what in WRITING), None),
    )


@blueprint.route("/reviews/<int:review_id>/submission/new", methods=["GET", "POST"])
def prepare_submission(review_id: int) -> str | Response:
    """Write the submission and send it; what is on record is gathered and frozen with it."""
    review = cases.get_review(review_id)
    again = review.state is State.LAW_OFFICERS
    _check(review, Step.RESUBMIT if again else Step.SEND_TO_LAW_OFFICERS)
    before = submissions.latest(review)
    form = SubmissionForm(data=_written(review) | {"version": review.version})
    if form.validate_on_submit():
        words = Words(
            facts=form.facts.data, advice=form.advice.data, victims_view=form.victims_view.data
        )
        made = submissions.submit(
            review, words, form.addressed_to.data, staff(), version=form.seen_version
        )
        flash(f"Sent to the law officers, version {made.version}", "success")
        return redirect(url_for("casework.show_submission", review_id=review.id))
    return render_template(
        "casework/referral/new-submission.html", **review_header(review), form=form, before=before
    )


@blueprint.route("/reviews/<int:review_id>/submission/pass", methods=["GET", "POST"])
def pass_decision(review_id: int) -> str | Response:
    """Pass the decision to the other law officer; the clock runs on."""
    review = cases.get_review(review_id)
    _check(review, Step.PASS_TO_OTHER)
    submission = submissions.latest(review)
    if submission is None:
        raise Refused("There is no submission to pass on")
    form = PassForm(data={"version": review.version})
    if form.validate_on_submit():
        passed = submissions.pass_on(
            review, form.reason.data, form.note.data, staff(), version=form.seen_version
        )
        flash(f"Now with the {passed.to_officer.label}", "success")
        return redirect(url_for("casework.show_submission", review_id=review.id))
    return render_template(
        "casework/referral/pass-decision.html",
        **review_header(review),
        form=form,
        to_officer=submission.with_officer.other,
    )


@blueprint.route("/reviews/<int:review_id>/decision/record", methods=["GET", "POST"])
def record_decision(review_id: int) -> str | Response:
    """Record for a law officer what they decided on paper, with the signed minute."""
    review = cases.get_review(review_id)
    progress.find(review, Step.DECIDE_TO_REFER, staff())
    submission = submissions.latest(review)
    if submission is None:
        raise Refused("There is no submission to decide on: it must be sent again")
    people = users.law_officers()
    form = RecordedDecisionForm(data={"version": review.version, "seen": submission.sha256})
    form.officer.choices = [Choice(str(person.id), _named(person)) for person in people]
    if form.validate_on_submit():
        try:
            decisions.record(
                review,
                form.choice.data,
                form.reasons.data,
                officer=next(person for person in people if person.id == form.officer.data),
                at=form.at.data,
                minute=decisions.Minute(form.minute.data.filename or "", form.minute.data.read()),
                by=staff(),
                version=form.seen_version,
                seen_sha256=str(form.seen.data),
            )
        except Refused as refusal:
            form.minute.errors = [str(refusal)]
        else:
            flash("Decision recorded", "success")
            return redirect(url_for("casework.show_review", review_id=review.id))
    return render_template(
        "casework/referral/record-decision.html",
        **review_header(review),
        form=form,
        submission=submission,
    )


def _named(person: User) -> str:
    return f"{person.name}, {person.law_office.label}" if person.law_office else person.name


def _check(review: Review, step: Step) -> None:
    wanting = progress.find(review, step, staff()).wanting
    if wanting:
        raise Refused(wanting)


def _written(review: Review) -> dict[str, object]:
    """Fill the form with what was written last time, or with the application's words."""
    before = submissions.latest(review)
    if before is not None:
        return {
            "facts": before.pack["facts"],
            "advice": before.pack["advice"],
            "victims_view": before.pack["victims_view"],
            "addressed_to": before.with_officer,
        }
    return {
        "facts": review.application.facts if review.application else "",
        "addressed_to": LawOfficer.ATTORNEY_GENERAL,
    }
