"""Submissions to the law officers: writing one, reading it, passing it on."""

from collections.abc import Mapping, Sequence
from functools import partial

from flask import url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Advice, BundleReader, DraftOf, Review, Sentence, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.law import notices
from ulss_tracker.services.referral import (
    advice,
    bundles,
    decisions,
    pack_questions,
    papers,
    progress,
    submissions,
    written_drafts,
)
from ulss_tracker.services.referral.next_actions import Task
from ulss_tracker.services.referral.submissions import Part
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.cases.next_actions import next_actions
from ulss_tracker.web.casework.referral.submission_forms import (
    PassForm,
    RecordedDecisionForm,
    SubmissionForm,
)
from ulss_tracker.web.casework.referral.written_drafts import version_asked
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice

_ASKED_OF_EACH = (
    (Review.sentences, Sentence.convictions),
    (Review.assessments,),
    (Review.decisions,),
    (Review.letters,),
    (Review.filings,),
    (Review.verifications,),
    (Review.lock_openings,),
    (Review.submissions,),
)
"""The records that say whether an offender may go with a submission, read once for the case."""
WRITING = frozenset({Step.SEND_TO_LAW_OFFICERS, Step.RESUBMIT})
DECIDING = frozenset({Task.DECIDE, Task.RECORD_DECISION})


@blueprint.get("/reviews/<int:review_id>/submission", may=Permission.SEE_CASES)
def show_submission(review_id: int) -> str:
    """Show what the law officers were given, each version, and what was decided on it."""
    review = cases.get_review(review_id)
    versions = submissions.of_review(review)
    steps = next_actions(review, staff()).steps
    return review_page(
        "casework/referral/submission.html",
        review,
        submission=versions[-1] if versions else None,
        earlier_ones=versions[-2::-1],
        read=partial(pack_questions.read, reader=staff()),
        changed=submissions.changed_since(versions[-1]) if versions else [],
        renewed=submissions.changed_from_before(versions[-1]) if versions else [],
        is_for_another=bool(versions) and submissions.is_for_another(versions[-1], staff()),
        law=notices.since(review, versions[-1].made_at) if versions else [],
        deciding=[action for action in steps if action.what in DECIDING],
        passing=[action for action in steps if versions and action.what is Step.PASS_TO_OTHER],
        returning=[action for action in steps if action.what is Step.RETURN_FOR_WORK],
        advising=[action for action in steps if action.what is Task.WRITE_ADVICE],
        advised=advice.of_review(review),
        bundle=bundles.newest(review.case, BundleReader.LAW_OFFICERS),
        cost_of_return=submissions.cost_of_return(review),
        writing=next((action for action in steps if action.what in WRITING), None),
        may_write_meanwhile=_is_only_locked(review),
    )


@blueprint.form("/reviews/<int:review_id>/submission/new", may=Permission.WORK_CASES)
def prepare_submission(review_id: int) -> str | Response:
    """Write the submission and send it; what is on record is gathered and frozen with it."""
    review = cases.get_review(review_id)
    again = review.state is State.LAW_OFFICERS
    step = progress.find(review, Step.RESUBMIT if again else Step.SEND_TO_LAW_OFFICERS, staff())
    locked = step.wanting if step.is_locked else ""
    if step.wanting and not locked:
        raise Refused(step.wanting)
    load_missing(review.case.reviews, *_ASKED_OF_EACH)
    others = [other for other in review.case.reviews if _may_go_too(other, review)]
    advised = {other.id: advice.standing(other) for other in (review, *others)}
    form = _form(review, others, advised)
    if form.validate_on_submit() and locked:
        form.form_errors = [locked]
    elif form.validate_on_submit():
        parts = [Part(review, form.words_about(), form.seen_version)]
        parts += [
            Part(other, form.words_about(f"_{other.id}"), form[f"version_{other.id}"].data or 0)
            for other in others
            if form[f"include_{other.id}"].data
        ]
        sent = submissions.submit_together(parts, form.addressed_to.data, staff())
        names = ", ".join(part.review.offender_name for part in parts)
        success = f"Sent to the law officers, version {sent[0].version}"
        if len(sent) > 1:
            success = f"Sent to the law officers: {names}"
        return done(success, "casework.show_submission", review)
    return review_page(
        "casework/referral/new-submission.html",
        review,
        form=form,
        locked=locked,
        without_file=papers.without_file(review.case),
        others=others,
        advised=advised,
        draft_versions=written_drafts.count(review, DraftOf.SUBMISSION),
    )


@blueprint.form("/reviews/<int:review_id>/submission/pass", may=Permission.SEE_DECISIONS)
def pass_decision(review_id: int) -> str | Response:
    """Pass the decision to the other law officer; the clock runs on."""
    review = cases.get_review(review_id)
    _check(review, Step.PASS_TO_OTHER)
    submission = submissions.latest(review)
    if submission is None:
        raise Refused("There is no submission to pass on")
    form = PassForm(version=review.version)
    if form.validate_on_submit():
        passed = submissions.pass_on(
            review, form.reason.data, form.note.data, staff(), version=form.seen_version
        )
        return done(f"Now with the {passed.to_officer.label}", "casework.show_submission", review)
    return review_page(
        "casework/form.html",
        review,
        form=form,
        heading=f"Pass to the {submission.with_officer.other.label}",
        cancel=url_for("casework.show_submission", review_id=review.id),
    )


@blueprint.form("/reviews/<int:review_id>/decision/record", may=Permission.RECORD_DECISION)
def record_decision(review_id: int) -> str | Response:
    """Record for a law officer what they decided on paper, with the signed minute."""
    review = cases.get_review(review_id)
    submission = decisions.to_decide_on(review, staff())
    people = users.law_officers()
    form = RecordedDecisionForm(version=review.version, seen=submission.sha256)
    form.officer.choices = [Choice(str(person.id), _name_and_office(person)) for person in people]
    if form.validate_on_submit():
        with RefusalOn(form.minute):
            decisions.record(
                review,
                form.choice.data,
                form.reasons.data,
                officer=next(person for person in people if person.id == form.officer.data),
                at=form.at.data,
                minute=decisions.Minute(form.minute.data.filename or "", form.minute.data.stream),
                by=staff(),
                version=form.seen_version,
                seen_sha256=str(form.seen.data),
            )
            return done("Decision recorded", review)
    return review_page(
        "casework/referral/record-decision.html",
        review,
        form=form,
        submission=submission,
        read=partial(pack_questions.read, reader=staff()),
        changed=submissions.changed_since(submission),
        law=notices.since(review, submission.made_at),
        cost_of_return=submissions.cost_of_return(review),
    )


def _name_and_office(person: User) -> str:
    return f"{person.name}, {person.law_office.label}" if person.law_office else person.name


def _check(review: Review, step: Step) -> None:
    wanting = progress.find(review, step, staff()).wanting
    if wanting:
        raise Refused(wanting)


def _is_only_locked(review: Review) -> bool:
    """Whether all but the two-person lock is there to send it: it can be written meanwhile."""
    moves = progress.moves_from(review.state, progress.position_of(review), staff().role)
    return any(move.step in WRITING and move.is_locked for move in moves)


def _may_go_too(other: Review, review: Review) -> bool:
    """Whether the submission about a review may be about this other offender of the case too."""
    if other is review or not advice.may_be_given(other):
        return False
    moves = progress.moves_from(other.state, progress.position_of(other), staff().role)
    return any(move.step in WRITING and not move.wanting for move in moves)


def _form(
    review: Review, others: Sequence[Review], advised: Mapping[int, Sequence[Advice]]
) -> SubmissionForm:
    data = _data(review) | {"version": review.version}
    for other in others:
        own = written_drafts.to_go_on_with(other, DraftOf.SUBMISSION)
        data |= {f"{name}_{other.id}": words for name, words in own.items()}
        data |= {f"include_{other.id}": True, f"version_{other.id}": other.version}
    form = SubmissionForm.with_others(others)(data=data)
    for key, given in advised.items():
        if given:
            del form["advice" if key == review.id else f"advice_{key}"]
    return form


def _data(review: Review) -> dict[str, object]:
    """Fill the form with what was written last, or with the facts as the application has them."""
    before = submissions.latest(review)
    return {
        **written_drafts.to_go_on_with(review, DraftOf.SUBMISSION, version_asked()),
        "addressed_to": before.with_officer if before else LawOfficer.ATTORNEY_GENERAL,
    }
