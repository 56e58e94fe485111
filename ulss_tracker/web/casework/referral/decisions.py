"""The law officer's pages: what waits for a decision, and the decision."""

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.law import notices
from ulss_tracker.services.referral import decisions, submissions
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
    """Record the law officer's own decision, with reasons."""
    review = cases.get_review(review_id)
    submission = decisions.to_decide_on(review, staff())
    form = DecisionForm(version=review.version, seen=submission.sha256)
    if form.validate_on_submit():
        decisions.decide(
            review,
            form.choice.data,
            form.reasons.data,
            staff(),
            version=form.seen_version,
            seen_sha256=str(form.seen.data),
        )
        following = decisions.waiting({"officer": staff().law_office}).rows
        if following:
            words = f"Decision recorded: {review.offender_name}. This is the next one to decide"
            return done(words, "casework.show_submission", following[0].review)
        return done("Decision recorded", review)
    return review_page(
        "casework/referral/decide.html",
        review,
        form=form,
        submission=submission,
        changed=submissions.changed_since(submission),
        law=notices.since(review, submission.made_at),
        cost_of_return=submissions.cost_of_return(review),
    )
