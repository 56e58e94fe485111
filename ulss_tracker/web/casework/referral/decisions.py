"""The law officer's pages: what waits for a decision, and the decision."""

from functools import partial

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.law import notices
from ulss_tracker.services.referral import decisions, pack_questions, submissions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.referral.decision_form import DecisionForm
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/decisions", may=Permission.SEE_DECISIONS)
def to_decide() -> str:
    """The reviews that wait for the law officers, soonest first unless asked otherwise."""
    return lists.show(
        "casework/referral/to-decide.html",
        decisions.TABLE,
        decisions.waiting,
        latest=submissions.latest,
    )


@blueprint.form("/reviews/<int:review_id>/decision", may=Permission.DECIDE_REVIEW)
def decide(review_id: int) -> str | Response:
    """Record the law officer's own decision about each offender of the case, with reasons."""
    review = cases.get_review(review_id)
    submission = decisions.to_decide_on(review, staff())
    beside = decisions.beside(submission)
    form = DecisionForm.about(submission, beside)
    if form.validate_on_submit():
        parts = form.decisions_on(review, [other.review for other in beside])
        decisions.decide_together(parts, staff())
        following = decisions.waiting({"officer": staff().law_office}).rows
        if following:
            decided = ", ".join(part.review.offender_name for part in parts)
            words = f"Decision recorded: {decided}. This is the next one to decide"
            return done(words, "casework.show_submission", following[0].review)
        return done("Decision recorded", review)
    return review_page(
        "casework/referral/decide.html",
        review,
        form=form,
        submission=submission,
        read=partial(pack_questions.read, reader=staff()),
        beside=[
            (other, submissions.changed_since(other), notices.since(other.review, other.made_at))
            for other in beside
        ],
        is_for_another=submissions.is_for_another(submission, staff()),
        changed=submissions.changed_since(submission),
        renewed=submissions.changed_from_before(submission),
        law=notices.since(review, submission.made_at),
        cost_of_return=submissions.cost_of_return(review),
    )
