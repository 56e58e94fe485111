"""Answering “no” to one or to several: what each would be, the presses, and their result.

One is read whole on its own page: the facts and their verification, the letter, the ending, who was
told. Of several, those that stand alone come first, then one press for the rest.
"""

from collections.abc import Collection, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ulss_tracker.errors import MissingFacts, NotFound, Refused
from ulss_tracker.models import Request, RequestState, Review
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases
from ulss_tracker.services.desk import refusal_preview, refusals
from ulss_tracker.services.desk.refusal_preview import MOST
from ulss_tracker.services.desk.refusals import Chosen, CourtRecord, RefusalResult
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.referral import late_requests, progress
from ulss_tracker.services.requests import requests, triage
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.assessment.verification import VerifyForm, facts_of
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.desk.case_facts import case_facts_form
from ulss_tracker.web.casework.desk.refusal_forms import (
    PrepareForm,
    PrepareTogetherForm,
    RefuseRequestForm,
    ReleaseTogetherForm,
    prepare_form,
    prepare_together_form,
    release_form,
    release_together_form,
)
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.ids import is_id
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import pressed_version

_NOTHING_TICKED = "Tick those that it is for"


@blueprint.form("/requests/<reference>/no", may=Permission.WORK_CASES)
def refuse_request(reference: str) -> str | Response:
    """Record what the court did and prepare the "no", from a request that is in no case."""
    request_ = requests.get(reference)
    if request_.state is not RequestState.NEW:
        raise Refused(f"This request is {request_.state.label.lower()}: work on it where it is now")
    form = case_facts_form(request_, RefuseRequestForm)
    if form.validate_on_submit() and not form.is_list_to_show:
        choice = Chosen(record=request_, is_read_whole=True, facts=form.facts())
        with RefusalOn(form):
            review = refusals.prepare([choice], staff(), check_of=form.person).only()
            words = f"Case {review.case.reference} opened, and the check asked for"
            return done(words, "casework.refuse", review)
    return render_template(
        "casework/desk/refuse-request.html",
        request_=request_,
        form=form,
        assessment=triage.assess_request(request_),
        like=[candidate for candidate in candidates.like(request_) if candidate.is_suggested],
    )


@blueprint.form("/reviews/<int:review_id>/no", may=Permission.WORK_CASES)
def refuse(review_id: int) -> str | Response:
    """One review: prepare its "no", see how it stands."""
    review = cases.get_review(review_id)
    form = prepare_form(review)
    if not form.validate_on_submit():
        return _page_of_one(review, prepare=form)
    choice = _alone(review, form.seen_version, reasons=form.reasons())
    with RefusalOn(form):
        refusals.prepare([choice], staff(), check_of=form.person).only()
        ending = refusal_preview.ending_of(review)
        if not verification.is_verified(review):
            flash("The letter is kept, and the check asked for", "success")
        elif ending and ending.step and not _why_not_end(review):
            return _release(_alone(review, review.version), release_form(review, is_sent=False))
        else:
            flash("The letter is kept", "success")
        return redirect(url_for("casework.refuse", review_id=review.id))
    return _page_of_one(review, prepare=form)


@blueprint.post("/reviews/<int:review_id>/no/release", may=Permission.WORK_CASES)
def release_refusal(review_id: int) -> str | Response:
    """Verify the facts, end the review and send the letter, in one press."""
    review = cases.get_review(review_id)
    form = release_form(review)
    if not form.validate_on_submit():
        return _page_of_one(review, release=form)
    record = None
    if "facts" in form:
        record = CourtRecord(
            facts=form.facts.data,
            source=form.source.data,
            reference=form.source_reference.data,
        )
    return _release(_alone(review, form.seen_version, court_record=record), form)


@blueprint.post("/reviews/<int:review_id>/no/close", may=Permission.WORK_CASES)
def close_refusal(review_id: int) -> Response:
    """Close the review: everybody has been told."""
    choice = _alone(cases.get_review(review_id), pressed_version())
    review = refusals.close([choice], staff()).only()
    return done(f"{review.case.reference}: closed", "casework.refuse", review)


@blueprint.get("/no", may=Permission.WORK_CASES)
def refuse_together() -> str:
    """Several "no" on one page; with none chosen, those that wait for a second person."""
    return _page_of_several()


@blueprint.post("/no/prepare", may=Permission.WORK_CASES)
def prepare_together() -> str | Response:
    """Write the letters of those ticked, and ask for their checks."""
    ticked = _ticked()
    form = prepare_together_form(_records(), [record for record, _ in ticked])
    if not form.validate_on_submit() or not ticked:
        return _page_of_several(prepare=form, errors=[] if ticked else [_NOTHING_TICKED])
    choices = [
        Chosen(
            record=record,
            seen=token,
            sentence=form.sentence(record) if isinstance(record, Request) else None,
        )
        for record, token in ticked
    ]
    result = refusals.prepare(choices, staff(), check_of=form.person)
    return _tell(result, "The letter is written, and the check asked for", prepare=form)


@blueprint.post("/no/release", may=Permission.WORK_CASES)
def release_together() -> str | Response:
    """Verify, end and send those ticked, as the record shows them."""
    ticked = _ticked_reviews()
    form = release_together_form(_records(), [review for review, _ in ticked])
    if not form.validate_on_submit() or not ticked:
        return _page_of_several(release=form, errors=[] if ticked else [_NOTHING_TICKED])
    choices = [
        Chosen(record=review, seen=token, court_record=form.court_record(review))
        for review, token in ticked
    ]
    return _tell(
        refusals.release(choices, staff()), "Ended, and the letter is on its way", release=form
    )


@blueprint.post("/no/close", may=Permission.WORK_CASES)
def close_together() -> str | Response:
    """Close those ticked: everybody has been told."""
    choices = [Chosen(record=review, seen=token) for review, token in _ticked_reviews()]
    if not choices:
        return _page_of_several(errors=[_NOTHING_TICKED])
    return _tell(refusals.close(choices, staff()), "Closed")


def _alone(review: Review, version: int, **facts: Any) -> Chosen:
    return Chosen(record=review, seen=str(version), is_read_whole=True, **facts)


def _release(choice: Chosen, form: VerifyForm) -> str | Response:
    try:
        review = refusals.release([choice], staff()).only()
    except MissingFacts as missing:
        form.form_errors.extend(missing.missing)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
    else:
        words = "Answered, and the letter is on its way"
        return done(words, "casework.refuse", review)
    return _page_of_one(choice.review, release=form)


def _page_of_one(
    review: Review, *, prepare: PrepareForm | None = None, release: VerifyForm | None = None
) -> str:
    ending = refusal_preview.ending_of(review)
    is_open = review.outcome is None
    form = release or prepare
    return review_page(
        "casework/desk/refusal.html",
        review,
        ending=ending,
        why_none="" if ending else refusal_preview.why_no_ending(review),
        facts=facts_of(review, staff()),
        readers=refusal_preview.readers(review),
        late=late_requests.to_answer(review) if ending and not ending.step else [],
        drafts=refusal_preview.prepared(review),
        previews=_letters(review) if is_open else [],
        prepare=prepare or prepare_form(review, is_sent=False),
        release=release or release_form(review, is_sent=False),
        why_not_end=_why_not_end(review) if ending and is_open else "",
        notifications=[
            notification
            for notification in notifying.of_case(review.case)
            if notification.review_id == review.id
        ],
        untold=_untold(review),
        error_list=form.error_list() if form else [],
    )


def _page_of_several(
    *,
    prepare: PrepareTogetherForm | None = None,
    release: ReleaseTogetherForm | None = None,
    errors: Sequence[str] = (),
    also: Collection[str] = (),
    **result: Any,
) -> str:
    records = _records(also)
    form = prepare or release
    return render_template(
        "casework/desk/refusals-together.html",
        chosen=records,
        waiting=[] if records else refusal_preview.waiting(),
        **_sections(records),
        untold=_untold,
        facts_of=lambda review: facts_of(review, staff()),
        letters_of=_letters,
        prepare=prepare or prepare_together_form(records),
        release=release or release_together_form(records),
        ticked=request.form.getlist("take"),
        is_sent=form is not None,
        most=MOST,
        error_list=(form.error_list() if form else [])
        + [{"text": text, "href": ""} for text in errors],
        **result,
    )


def _tell(result: RefusalResult, success: str, **forms: Any) -> str | Response:
    """Say of each what became of it; the page again, with those that failed and why."""
    number = len(result.done)
    words = f"{success}: {number} of {number + len(result.failed)}"
    reviews = [str(review.id) for review in result.done]
    if not result.failed:
        return done(words, "casework.refuse_together", review=reviews)
    return _page_of_several(said=words, failed=result.failed, also=reviews, **forms)


def _sections(records: Sequence[Request | Review]) -> dict[str, list[Any]]:
    """Those chosen, by what can be done with each now, as the template names it."""
    ended = [record for record in records if isinstance(record, Review) and record.outcome]
    previews = [
        refusal_preview.preview(record, staff()) for record in records if record not in ended
    ]
    ready = [preview for preview in previews if not preview.why_alone]
    may_send = {
        preview.key: _may_send(preview.record)
        for preview in ready
        if isinstance(preview.record, Review) and refusal_preview.prepared(preview.record)
    }
    return {
        "alone": [preview for preview in previews if preview.why_alone],
        "to_write": [preview for preview in ready if preview.key not in may_send],
        "to_send": [preview for preview in ready if may_send.get(preview.key)],
        "to_wait": [preview for preview in ready if may_send.get(preview.key) is False],
        "to_close": [review for review in ended if not review.closed_at and not _untold(review)],
        "ended": ended,
    }


def _records(also: Collection[str] = ()) -> list[Request | Review]:
    """The requests and reviews that the address or the form names, each once, as they are now."""
    values = request.form if request.method == "POST" else request.args
    named = [*values.getlist("request"), *values.getlist("review"), *values.getlist("shown")]
    ticked = [value.partition("~")[0] for value in request.form.getlist("take")]
    keys = list(dict.fromkeys([*named, *ticked, *also]))
    return [record for key in keys[:MOST] if (record := _find(key))]


def _find(key: str) -> Request | Review | None:
    """The request of this reference or the review of this number; None where it is not there."""
    try:
        if is_id(key):
            return cases.get_review(int(key))
        request_ = requests.get(key) if key and "\x00" not in key else None
    except NotFound:
        return None
    if request_ is not None and request_.case is not None and len(request_.case.reviews) == 1:
        return cases.get_review(request_.case.reviews[0].id)
    return request_


def _ticked() -> list[tuple[Request | Review, str]]:
    """Those ticked, each with the version token of what was seen."""
    pairs = [value.partition("~") for value in request.form.getlist("take")[:MOST]]
    return [(record, token) for key, _, token in pairs if (record := _find(key))]


def _ticked_reviews() -> list[tuple[Review, str]]:
    return [(record, token) for record, token in _ticked() if isinstance(record, Review)]


def _may_send(review: Review) -> bool:
    """Whether this person can verify whatever is not verified, and end it."""
    can_verify = all(fact.verification or not fact.why_not for fact in facts_of(review, staff()))
    return can_verify and not _why_not_end(review)


def _why_not_end(review: Review) -> str:
    """Why this person cannot end the review; "" when they can."""
    ending = refusal_preview.ending_of(review)
    return refusal_preview.why_not_end(review, ending, staff()) if ending else ""


def _untold(review: Review) -> int:
    return progress.position_of(review).untold


def _letters(review: Review) -> list[tuple[str, Markup]]:
    """The letters as they would be sent, each with its language."""
    return [
        (letter.values.language, letters.shown(letter))
        for letter in refusal_preview.as_they_would_be(review)
    ]
