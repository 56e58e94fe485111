"""Recording sentences and the offences they were passed for."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Conviction, Review, Sentence
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.services.cases import cases, convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.core import preconditions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.assessment.date_warnings import doubts_url
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.cases.sentence_check import check, passed, use_suggested_date
from ulss_tracker.web.casework.cases.sentence_forms import (
    ConvictionForm,
    PleaForm,
    SameCaseForm,
    SentenceForm,
    answers_form,
)
from ulss_tracker.web.casework.forms import PressForm
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms.pickers import read_offence

_SENTENCE = "/reviews/<int:review_id>/sentences/<int:sentence_id>"
_CONVICTION = "/reviews/<int:review_id>/offences/<int:conviction_id>"


def open_review(review_id: int) -> Review:
    """The review whose sentences are to be changed. Raises `Refused` when it is closed."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    return review


@blueprint.form("/reviews/<int:review_id>/sentences/new", may=Permission.WORK_CASES)
def add_sentence(review_id: int) -> str | Response:
    """Record a sentence, then go on to its first offence."""
    review = open_review(review_id)
    days = (request.sentenced_on for request in review.case.requests)
    asked_on = next((day for day in days if day), None)
    return _write(SentenceForm(version=review.version, sentenced_on=asked_on), review, None)


@blueprint.form(_SENTENCE, may=Permission.WORK_CASES)
def change_sentence(review_id: int, sentence_id: int) -> str | Response:
    """Correct a sentence, or record that it was varied."""
    review = open_review(review_id)
    sentence = sentences.find_sentence(review, sentence_id)
    form = SentenceForm.filled_from(sentence, version=review.version)
    return _write(form, review, sentence)


def _write(form: SentenceForm, review: Review, sentence: Sentence | None) -> str | Response:
    """Show the form of a sentence, checked once before it is saved; None for a new sentence."""
    use_suggested_date(form)
    to_check = check(form, review, sentence) if form.validate_on_submit() else None
    if form.is_submitted() and not form.errors and not to_check:
        details, version = passed(form, review, sentence), form.seen_version
        with RefusalOn(form.sentenced_on):
            if sentence is not None:
                sentences.change_sentence(review, sentence, details, staff(), version)
                return done("Sentence changed", review)
            new = sentences.record_sentence(review, details, staff(), version)
            page = "casework.add_conviction"
            return redirect(url_for(page, review_id=review.id, sentence_id=new.id))
    return review_page(
        "casework/cases/sentence.html",
        review,
        form=form,
        check=to_check,
        sentence=sentence,
        doubts_url=doubts_url(review, sentence),
    )


@blueprint.form(f"{_SENTENCE}/remove", may=Permission.WORK_CASES)
def remove_sentence(review_id: int, sentence_id: int) -> str | Response:
    """Remove a sentence recorded by mistake, after asking."""
    review = open_review(review_id)
    sentence = sentences.find_sentence(review, sentence_id)
    form = PressForm(version=review.version)
    if form.validate_on_submit():
        sentences.remove_sentence(review, sentence, staff(), form.seen_version)
        return done("Sentence removed", review)
    return _ask_to_remove("this sentence and its offences", sentence.text, review, form)


def _ask_to_remove(what: str, words: str, review: Review, form: PressForm) -> str:
    question = f"Are you sure you want to remove {what}?"
    return review_page(
        "casework/cases/remove.html", review, form=form, question=question, what=words
    )


@blueprint.form(f"{_SENTENCE}/same-case", may=Permission.WORK_CASES)
def same_case(review_id: int, sentence_id: int) -> str | Response:
    """Record what the judge said in passing a later sentence: is it of the same case?"""
    review = open_review(review_id)
    sentence = sentences.find_sentence(review, sentence_id)
    if not sentences.is_later(review, sentence):
        raise Refused("This is the earliest sentence: what matters is what was said in a later one")
    form = SameCaseForm(
        said=sentence.same_case,
        words=sentence.same_case_words,
        source=sentence.same_case_source,
        version=review.version,
    )
    if form.validate_on_submit():
        sentences.record_same_case(
            review,
            sentence,
            form.said.data,
            form.words.data,
            form.source.data,
            staff(),
            form.seen_version,
        )
        return done("What the judge said is recorded", review)
    return review_page("casework/cases/same-case.html", review, form=form, sentence=sentence)


@blueprint.form(f"{_SENTENCE}/offences/new", may=Permission.WORK_CASES)
def add_conviction(review_id: int, sentence_id: int) -> str | Response:
    """Record an offence the sentence was passed for."""
    review = open_review(review_id)
    sentence = sentences.find_sentence(review, sentence_id)
    form = ConvictionForm(version=review.version)
    if form.validate_on_submit():
        offence_id, offence_form = read_offence(form.offence.data)
        convicted = form.into(
            ConvictionInput,
            offence_id=offence_id,
            form=offence_form,
            text=form.offence.text,
            offence_role=form.offence_role.data or None,
        )
        conviction = convictions.record_conviction(
            review, sentence, convicted, staff(), form.seen_version
        )
        if _questions_of(conviction):
            page = "casework.answer_conviction"
            return redirect(url_for(page, review_id=review.id, conviction_id=conviction.id))
        return done("Offence recorded", review)
    return review_page("casework/cases/conviction.html", review, sentence=sentence, form=form)


@blueprint.form(f"{_CONVICTION}/answers", may=Permission.WORK_CASES)
def answer_conviction(review_id: int, conviction_id: int) -> str | Response:
    """Ask the facts that decide whether this offence is in the scheme."""
    review = open_review(review_id)
    conviction = convictions.find_conviction(review, conviction_id)
    if not _questions_of(conviction):
        raise NotFound("There is nothing to ask about this offence")
    offence = load_catalogue().get(str(conviction.offence_id))
    form = answers_form(offence, conviction.answers, review.version)
    if form.validate_on_submit():
        answers = {
            question.id: str(form[question.id].data)
            for question in offence.questions
            if form[question.id].data
        }
        convictions.answer_conviction(review, conviction, answers, staff(), form.seen_version)
        return done("Answers recorded", review)
    return review_page(
        "casework/requests/answers.html", review, form=form, offence=offence, conviction=conviction
    )


@blueprint.form(f"{_CONVICTION}/plea", may=Permission.WORK_CASES)
def change_plea(review_id: int, conviction_id: int) -> str | Response:
    """Record how and when the offender was convicted."""
    review = open_review(review_id)
    conviction = convictions.find_conviction(review, conviction_id)
    form = PleaForm.filled_from(conviction, version=review.version)
    if form.validate_on_submit():
        convictions.change_conviction(
            review,
            conviction,
            form.plea.data,
            form.convicted_on.data,
            staff(),
            form.seen_version,
            offence_role=form.offence_role.data or None,
        )
        return done("Plea or verdict recorded", review)
    return review_page(
        "casework/form.html", review, form=form, intro=convictions.offence_words(conviction)
    )


@blueprint.form(f"{_CONVICTION}/remove", may=Permission.WORK_CASES)
def remove_conviction(review_id: int, conviction_id: int) -> str | Response:
    """Remove an offence recorded by mistake, after asking."""
    review = open_review(review_id)
    conviction = convictions.find_conviction(review, conviction_id)
    form = PressForm(version=review.version)
    if form.validate_on_submit():
        convictions.remove_conviction(review, conviction, staff(), form.seen_version)
        return done("Offence removed", review)
    return _ask_to_remove("this offence", convictions.offence_words(conviction), review, form)


def _questions_of(conviction: Conviction) -> bool:
    if conviction.offence_id is None:
        return False
    return bool(load_catalogue().get(conviction.offence_id).questions)
