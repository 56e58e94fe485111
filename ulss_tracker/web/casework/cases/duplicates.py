"""Requests that may be about one sentence: side by side, join, mark as not a duplicate, undo."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.models import Case, Request
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.matching.candidates import Candidate
from ulss_tracker.services.requests import request_offenders, requests, triage
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.cases.forms import (
    JoinManyForm,
    NotDuplicateForm,
    OffendersForm,
    TakeOutForm,
    TakeUpForm,
)
from ulss_tracker.web.casework.requests.pages import after_opening
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.filters import day, moment
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice

SHOWN_AT_ONCE = 50
LESS_LIKELY_SHOWN = 10
_REQUESTS_TAB = "casework.case_requests"


@blueprint.get("/requests/<reference>/compare/<other>", may=Permission.WORK_CASES)
def compare(reference: str, other: str) -> str:
    """Show a request beside a case, or beside another request, with what speaks for and against."""
    return _compared(requests.get(reference), _record_of(other), NotDuplicateForm(formdata=None))


@blueprint.post("/requests/<reference>/set-aside/<other>", may=Permission.WORK_CASES)
def set_aside(reference: str, other: str) -> str | Response:
    """Keep that the two are not about the same sentence, and why."""
    request_, record = requests.get(reference), _record_of(other)
    form = NotDuplicateForm()
    if not form.validate_on_submit():
        return _compared(request_, record, form)
    duplicates.mark_not_duplicate(request_, record, form.reason.data, staff())
    return done(f"{record.reference} is marked as not a duplicate", request_)


@blueprint.post("/requests/<reference>/bring-back/<int:aside_id>", may=Permission.WORK_CASES)
def bring_back(reference: str, aside_id: int) -> Response:
    """Undo a mark as not a duplicate."""
    request_ = requests.get(reference)
    duplicates.unmark_not_duplicate(duplicates.get_mark(request_, aside_id), staff())
    return done("They may be about the same sentence again", request_)


@blueprint.post("/requests/<reference>/open-with/<other>", may=Permission.WORK_CASES)
def open_with(reference: str, other: str) -> Response:
    """Open a case from this request and join the other to it."""
    request_, other_request = requests.get(reference), requests.get(other)
    return after_opening(duplicates.open_with(request_, other_request, staff()))


@blueprint.form("/requests/<reference>/take-out", may=Permission.WORK_CASES)
def take_out(reference: str) -> str | Response:
    """Take a request out of its case again."""
    request_ = requests.get(reference)
    form = TakeOutForm()
    if form.validate_on_submit():
        case = duplicates.take_out(request_, form.reason.data, staff())
        return done(f"Request {reference} taken out of {case.reference}: it is new again", request_)
    return render_template("casework/cases/take-out.html", request_=request_, form=form)


@blueprint.form("/requests/<reference>/offenders", may=Permission.WORK_CASES)
def choose_offenders(reference: str) -> str | Response:
    """Say which offenders of its case a request asks about."""
    request_ = requests.get(reference)
    reviews = request_.case.reviews if request_.case else []
    form = OffendersForm(offenders=[review.id for review in request_.asks_about])
    form.offenders.choices = [Choice(str(review.id), review.offender_name) for review in reviews]
    if form.validate_on_submit():
        chosen = [review for review in reviews if review.id in form.offenders.data]
        request_offenders.choose(request_, chosen, staff())
        return done(f"What request {reference} asks about is recorded", request_)
    return render_template("casework/cases/choose-offenders.html", request_=request_, form=form)


@blueprint.form("/requests/<reference>/take-up", may=Permission.WORK_CASES)
def take_up(reference: str) -> str | Response:
    """Take a closed request up again."""
    request_ = requests.get(reference)
    form = TakeUpForm()
    if form.validate_on_submit():
        duplicates.reopen(request_, form.reason.data, staff())
        return done(f"Request {reference} is new again", request_)
    return render_template("casework/requests/request-form.html", request_=request_, form=form)


@blueprint.form("/cases/<reference>/waiting", may=Permission.WORK_CASES)
def join_waiting(reference: str) -> str | Response:
    """The waiting requests that may be about this case, to tick and to join."""
    case = cases.get_case(reference)
    cases.load_sentences(case)
    waiting = candidates.waiting_like(case)
    likely = [candidate for candidate in waiting if candidate.is_suggested]
    less = [candidate for candidate in waiting if not candidate.is_suggested]
    offered = likely[:SHOWN_AT_ONCE] + less[:LESS_LIKELY_SHOWN]
    form = JoinManyForm()
    form.requests.choices = [_choice(candidate) for candidate in offered]
    if "all" in request.form:
        form.requests.sent = request.form.get("shown", "").split()
    if form.validate_on_submit():
        ticked = [
            candidate.request
            for candidate in offered
            if candidate.request and candidate.reference in form.requests.data
        ]
        joined = duplicates.join_many(ticked, case, staff())
        endpoint = "casework.join_waiting" if len(likely) > joined else _REQUESTS_TAB
        return done(f"{counted(joined, 'request')} joined to this case", endpoint, case)
    return case_page(
        "casework/referral/waiting.html",
        case,
        tab=_REQUESTS_TAB,
        form=form,
        likely=likely[:SHOWN_AT_ONCE],
        more=len(likely[SHOWN_AT_ONCE:]),
    )


def _record_of(reference: str) -> Case | Request:
    """The case or the request that this reference is of. Raises `NotFound`."""
    if reference.upper().startswith("REQ-"):
        return requests.get(reference)
    return cases.get_case(reference)


def _choice(candidate: Candidate) -> Choice:
    request_ = candidate.request
    if request_ is None:
        raise ValueError("only requests wait to be joined")
    facts = [
        request_.offender_name or "Name not known",
        request_.court_text or "court not known",
        day(request_.sentenced_on) or request_.sentenced_text or "date not known",
    ]
    why = "; ".join(reason.words for reason in candidate.reasons)
    came = f"{request_.standing.label}, received {moment(request_.received_at)}"
    less = "" if candidate.is_suggested else "Less likely. "
    return Choice(
        request_.reference, ", ".join(facts), hint=f"{less}{request_.reference}. {came}. {why}."
    )


def _compared(request_: Request, record: Case | Request, form: NotDuplicateForm) -> str:
    if isinstance(record, Case):
        cases.load_sentences(record)
    return render_template(
        "casework/cases/compare.html",
        request_=request_,
        other=record,
        match=candidates.between(request_, record),
        case=record if isinstance(record, Case) else None,
        aside=duplicates.current(request_, record),
        limit=triage.time_limit(request_),
        form=form,
    )
