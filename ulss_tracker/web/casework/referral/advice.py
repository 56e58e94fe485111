"""Advice on a review: instructing counsel, and writing it as a lawyer or counsel."""

from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import preconditions, users
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import advice, submissions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, NoteField, SelectField, TextAreaField, VersionedForm


class AdviceForm(VersionedForm):
    """The form of advice: the words of whoever gives it."""

    words = TextAreaField(
        "Your advice",
        required="Enter your advice",
        hint="Whether the sentence is unduly lenient: for and against. It goes to the law officers "
        "as you write it.",
        max_length=advice.LONGEST,
        rows=12,
    )


class CounselForm(VersionedForm):
    """The form that instructs counsel: who, and what they are asked."""

    counsel = SelectField(
        "Which counsel?",
        hint="The case opens to them, and no other does.",
        blank="Counsel who has no account here",
        coerce=int,
    )
    note = NoteField("What are they asked?", optional=True, rows=3)


@blueprint.form("/reviews/<int:review_id>/advice", may=Permission.WRITE_ADVICE)
def write_advice(review_id: int) -> str | Response:
    """Give advice on the review; what was advised before stays, and the newest counts."""
    review = cases.get_review(review_id)
    if not advice.may_be_given(review):
        raise Refused(f"Advice cannot be given now: the review is at “{review.state.label}”")
    form = AdviceForm(version=review.version)
    if form.validate_on_submit():
        advice.give(review, form.words.data, staff(), version=form.seen_version)
        return done("Your advice is given", "casework.show_submission", review)
    return review_page(
        "casework/referral/advice.html",
        review,
        form=form,
        given=advice.of_review(review),
        submission=submissions.latest(review),
    )


@blueprint.form("/reviews/<int:review_id>/counsel", may=Permission.WORK_CASES)
def instruct_counsel(review_id: int) -> str | Response:
    """Instruct counsel, to whom the case then opens; and show who is instructed."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    instructed = sealing.counsel_of(review.case)
    people = [person for person in users.counsel() if person not in instructed]
    form = CounselForm(version=review.version)
    form.counsel.choices = [Choice(str(person.id), person.name) for person in people]
    if form.validate_on_submit():
        counsel = users.get(form.counsel.data) if form.counsel.data else None
        advice.instruct(review, counsel, form.note.data, staff(), version=form.seen_version)
        return done(f"{counsel.name} is instructed" if counsel else "Sent to counsel", review)
    return review_page("casework/referral/counsel.html", review, form=form, instructed=instructed)


@blueprint.post("/reviews/<int:review_id>/counsel/<int:user_id>/end", may=Permission.WORK_CASES)
def end_instruction(review_id: int, user_id: int) -> Response:
    """Close the case to counsel who was instructed in it."""
    review = cases.get_review(review_id)
    counsel = users.get(user_id)
    sealing.end_instruction(review.case, counsel, staff())
    words = f"The case is closed to {counsel.name}"
    return done(words, "casework.instruct_counsel", review)
