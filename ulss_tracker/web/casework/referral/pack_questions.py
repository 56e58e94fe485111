"""Asking about a paragraph of a submission, and answering."""

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import pack_questions, submissions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, SelectField, TextAreaField

_SHOWN = 90  # characters of a paragraph, by which a person knows it


class QuestionForm(GovForm):
    """The form of a question about one paragraph."""

    heading = "Ask about the submission"
    button = "Ask"

    seen = HiddenField()  # the hash of the submission that was shown
    paragraph = SelectField("Which paragraph?", required="Choose the paragraph", coerce=int)
    question = TextAreaField(
        "Your question",
        required="Enter the question",
        hint="Whoever has the case answers it, or whoever gave the advice. The time limit runs on.",
        max_length=pack_questions.LONGEST,
        rows=4,
    )


class AnswerForm(GovForm):
    """The form of an answer."""

    button = "Give this answer"

    answer = TextAreaField(
        "Your answer",
        required="Enter the answer",
        hint="It stands beside the paragraph as you write it, and cannot be changed.",
        max_length=pack_questions.LONGEST,
        rows=6,
    )


@blueprint.form("/reviews/<int:review_id>/submission/question", may=Permission.SEE_DECISIONS)
def ask_question(review_id: int) -> str | Response:
    """Ask about a paragraph of the newest submission; the address may name which."""
    review = cases.get_review(review_id)
    submission = submissions.latest(review)
    if submission is None:
        raise Refused("There is no submission to ask about")
    if why_not := pack_questions.why_not_ask(submission, staff()):
        raise Refused(why_not)
    number = request.args.get("paragraph", type=int)
    form = QuestionForm(seen=submission.sha256, paragraph=number)
    form.paragraph.choices = [
        Choice(str(row.number), f"{row.number}. {row.text[:_SHOWN]}")
        for row in pack_questions.paragraphs(submission.pack)
    ]
    if form.validate_on_submit():
        with RefusalOn(form.question):
            asked = pack_questions.ask(
                submission,
                form.paragraph.data,
                form.question.data,
                staff(),
                seen_sha256=str(form.seen.data),
            )
            words, anchor = f"Question {asked.number} is asked", f"question-{asked.number}"
            return done(words, "casework.show_submission", review, _anchor=anchor)
    return review_page(
        "casework/form.html",
        review,
        form=form,
        cancel=url_for("casework.show_submission", review_id=review.id),
    )


@blueprint.form("/pack-questions/<int:pack_question_id>", may=Permission.SEE_CASES)
def answer_question(pack_question_id: int) -> str | Response:
    """Read a question with its paragraph and its answer, or answer it."""
    question = pack_questions.get(pack_question_id)
    review = cases.get_review(question.review_id)
    form = AnswerForm()
    if form.validate_on_submit():
        with RefusalOn(form.answer):
            pack_questions.answer(question, form.answer.data, staff())
            words, anchor = f"Question {question.number} is answered", f"question-{question.number}"
            return done(words, "casework.show_submission", review, _anchor=anchor)
    return review_page(
        "casework/referral/pack-question.html",
        review,
        form=form,
        question=question,
        may_answer=pack_questions.may_answer(staff()) and question.answered_at is None,
    )
