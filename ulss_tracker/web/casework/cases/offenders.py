"""The offenders of a case on one page, and a further one added to it."""

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker.models import Case, Request, Review
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.waiting import waits_for
from ulss_tracker.services.assessment.date_warnings import warnings_of
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.desk import opening
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.requests import not_asked_about
from ulss_tracker.services.requests.not_asked_about import Answer
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import OFFENDERS, case_page
from ulss_tracker.web.casework.cases.sentence_check import use_suggested_date
from ulss_tracker.web.casework.desk.case_facts import AddOffenderForm
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.ids import member
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import pressed_version


@blueprint.get("/cases/<reference>/offenders", may=Permission.SEE_CASES)
def case_offenders(reference: str) -> str:
    """Each offender: sentence, who asked about them, when their time ends, what is next."""
    case = cases.get_case(reference)
    cases.load_sentences(case)
    load_missing(case.requests, (Request.asks_about,))
    return case_page(
        "casework/cases/case-offenders.html",
        case,
        tab=OFFENDERS,
        asking=not_asked_about.asking,
        answered=not_asked_about.answers(case),
        answers=list(Answer),
        last_day_of=running.last_day_of,
        next_act=_next_act,
    )


@blueprint.form("/cases/<reference>/offenders/new", may=Permission.WORK_CASES)
def add_offender(reference: str) -> str | Response:
    """Add a further offender, with a review dated by the case's own day or by another."""
    case = cases.get_case(reference)
    preconditions.check_case_open(case)
    day = cases.sentenced_on(case)
    form = AddOffenderForm(
        offender_name=_named_in_request(case),
        court=case.court_id,
        sentenced_on=day,
        version=case.version,
    )
    if not form.is_submitted() and case.court_id is None:
        form.court.text = case.court_text
    is_filled_in = use_suggested_date(form)
    is_valid = form.validate_on_submit()
    typed_on = form.sentenced_on.data
    is_to_check = is_valid and typed_on not in (None, day)
    warnings = warnings_of(case.reviews[0], typed_on) if is_to_check else ()
    is_seen = form.checked.data == str(typed_on)
    form.checked.data = str(typed_on)
    if is_valid and not is_filled_in and (is_seen or not warnings):
        facts, version = form.facts(warnings), form.seen_version
        review = opening.add_offender(case, facts, staff(), version, is_dated=typed_on is not None)
        return done("Offender added", review)
    doubts = () if is_seen else warnings
    return case_page(
        "casework/cases/add-offender.html", case, tab=OFFENDERS, form=form, doubts=doubts
    )


@blueprint.post("/reviews/<int:review_id>/not-asked-about", may=Permission.WORK_CASES)
def answer_not_asked_about(review_id: int) -> Response:
    """Say what is to become of the review of an offender about whom nobody asked."""
    review = cases.get_review(review_id)
    answer = member(Answer, request.form.get("answer"), Answer.REVIEW)
    not_asked_about.answer(review, answer, staff(), pressed_version())
    return done(f"Recorded: {answer.label.lower()}", OFFENDERS, review.case)


def _named_in_request(case: Case) -> str:
    """The offender whom the link on a request's page means, by the request and a number."""
    named_in = next((r for r in case.requests if r.reference == request.args.get("named_in")), None)
    names = candidates.not_in_case(named_in) if named_in else []
    number = request.args.get("number", -1, type=int)
    return names[number] if 0 <= number < len(names) else ""


def _next_act(review: Review) -> str:
    """Who must do what next, as the board says it."""
    return waits_for(
        review.state,
        review.verdict,
        is_held=review.assignee is not None,
        has_file_by=review.file_by_at is not None,
        is_filed=review.is_filed,
    )
