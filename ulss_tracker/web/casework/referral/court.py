"""A review at the Court of Appeal: filing and service, the answer, the hearing, the decision."""

from flask import url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.stages import Outcome, Step
from ulss_tracker.services.cases import cases
from ulss_tracker.services.messaging import filing_mail
from ulss_tracker.services.referral import court, defence_pages, progress
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.cases.next_actions import ARRIVALS, COURT_PAGES, next_actions
from ulss_tracker.web.casework.referral.submission_forms import (
    CourtDecisionForm,
    HearingForm,
    RespondentsNoticeForm,
)
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms.edit_conflicts import pressed_version


@blueprint.get("/reviews/<int:review_id>/court", may=Permission.SEE_CASES)
def show_court(review_id: int) -> str:
    """Show what was filed and served, what runs from it, and what the court did."""
    review = cases.get_review(review_id)
    steps = next_actions(review, staff()).steps
    is_to_file = any(action.what is Step.FILE and not action.why_not for action in steps)
    return review_page(
        "casework/referral/at-court.html",
        review,
        answer_by=court.answer_by(review),
        supreme_court_by=court.supreme_court_by(review),
        defence_pages=defence_pages.of_review(review),
        may_serve=_may_serve(review),
        filing=filing_mail.prepared(review) if is_to_file else None,
        filing_emails=filing_mail.sent(review),
        arrivals=[action for action in steps if action.what in ARRIVALS],
        recordings=[action for action in steps if action.what in COURT_PAGES],
    )


@blueprint.post("/reviews/<int:review_id>/court/email", may=Permission.WORK_CASES)
def email_filing(review_id: int) -> Response:
    """Email the application and the bundle to the Registrar."""
    review = cases.get_review(review_id)
    filing_mail.send(review, staff(), version=pressed_version())
    words = "The email to the Registrar waits to be sent. Record the filing once they answer"
    return done(words, "casework.show_court", review)


@blueprint.form("/reviews/<int:review_id>/court/notice", may=Permission.WORK_CASES)
def respondents_notice(review_id: int) -> str | Response:
    """Record the respondent's notice."""
    review = cases.get_review(review_id)
    progress.find(review, Step.RECORD_RESPONDENTS_NOTICE, staff())
    form = RespondentsNoticeForm(version=review.version)
    if form.validate_on_submit():
        with RefusalOn(form.served_on, court.BeforeFiling):
            court.record_respondents_notice(
                review, form.served_on.data, form.note.data, staff(), version=form.seen_version
            )
            return done("Respondent’s notice recorded", "casework.show_court", review)
    return review_page(
        "casework/referral/respondents-notice.html",
        review,
        form=form,
        answer_by=court.answer_by(review),
    )


@blueprint.form("/reviews/<int:review_id>/court/hearing", may=Permission.WORK_CASES)
def list_hearing(review_id: int) -> str | Response:
    """Record the hearing; a new date or time is recorded the same way, from what stands."""
    review = cases.get_review(review_id)
    progress.find(review, Step.LIST_HEARING, staff())
    # Often only the time is new.
    form = HearingForm.filled_from(next(reversed(review.hearings), None), version=review.version)
    if form.validate_on_submit():
        listed = form.into(court.HearingInput, on=form.heard_on.data, at=form.time_of_day.data)
        with RefusalOn(form.heard_on, court.BeforeFiling):
            court.list_hearing(review, listed, staff(), version=form.seen_version)
            return done("Hearing recorded", "casework.show_court", review)
    return review_page("casework/form.html", review, form=form, cancel=_court_page(review))


@blueprint.form("/reviews/<int:review_id>/court/decision", may=Permission.WORK_CASES)
def court_decision(review_id: int) -> str | Response:
    """Record what the Court of Appeal decided."""
    review = cases.get_review(review_id)
    progress.find(review, Step.RECORD_LEAVE_REFUSED, staff())
    form = CourtDecisionForm(version=review.version)
    if form.validate_on_submit():
        decided = form.into(court.CourtDecisionInput, on=form.decided_on.data)
        wants_words = decided.outcome is Outcome.INCREASED and not decided.revised_sentence
        with (
            RefusalOn(form.revised_sentence if wants_words else form.outcome),
            RefusalOn(form.decided_on, court.BeforeFiling),
        ):
            court.record_decision(review, decided, staff(), version=form.seen_version)
            return done("The court’s decision is recorded", "casework.show_court", review)
    return review_page("casework/form.html", review, form=form, cancel=_court_page(review))


def _may_serve(review: Review) -> bool:
    is_filed = review.is_filed and review.outcome is None and not review.case.is_void
    return is_filed and may(staff().role, Permission.SERVE_DEFENCE)


def _court_page(review: Review) -> str:
    return url_for("casework.show_court", review_id=review.id)
