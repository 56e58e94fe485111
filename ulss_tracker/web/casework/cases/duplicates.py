"""Requests that may be about one sentence: side by side, join, mark as not a duplicate, undo."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import Case, Request
from ulss_tracker.permissions import Permission
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
    return _compared(requests.get(reference), _other(other), NotDuplicateForm(formdata=None))


@blueprint.post("/requests/<reference>/set-aside/<other>", may=Permission.WORK_CASES)
def set_aside(reference: str, other: str) -> str | Response:
    """Keep that the two are not about the same sentence, and why."""
    asked, found = requests.get(reference), _other(other)
    form = NotDuplicateForm()
    if not form.validate_on_submit():
        return _compared(asked, found, form)
    duplicates.mark_not_duplicate(asked, found, form.reason.data, staff())
    return done(f"{found.reference} is marked as not a duplicate", asked)


@blueprint.post("/requests/<reference>/bring-back/<int:aside_id>", may=Permission.WORK_CASES)
def bring_back(reference: str, aside_id: int) -> Response:
    """Undo a mark as not a duplicate."""
    duplicates.unmark_not_duplicate(duplicates.get_mark(requests.get(reference), aside_id), staff())
    return done(
        "They may be about the same sentence again", "casework.show_request", reference=reference
    )


@blueprint.post("/requests/<reference>/open-with/<other>", may=Permission.WORK_CASES)
def open_with(reference: str, other: str) -> Response:
    """Open a case from this request and join the other to it."""
    return after_opening(
        duplicates.open_with(requests.get(reference), requests.get(other), staff())
    )


@blueprint.form("/requests/<reference>/take-out", may=Permission.WORK_CASES)
def take_out(reference: str) -> str | Response:
    """Take a request out of its case again."""
    asked = requests.get(reference)
    form = TakeOutForm()
    if form.validate_on_submit():
        case = duplicates.take_out(asked, form.reason.data, staff())
        return done(f"Request {reference} taken out of {case.reference}: it is new again", asked)
    return render_template("casework/cases/take-out.html", asked=asked, form=form)


@blueprint.form("/requests/<reference>/offenders", may=Permission.WORK_CASES)
def choose_offenders(reference: str) -> str | Response:
    """Say which offenders of its case a request asks about."""
    asked = requests.get(reference)
    reviews = asked.case.reviews if asked.case else []
    form = OffendersForm(offenders=[review.id for review in asked.asks_about])
    form.offenders.choices = [Choice(str(each.id), each.offender_name) for each in reviews]
    if form.validate_on_submit():
        chosen = set(form.offenders.data)
        request_offenders.choose(asked, [each for each in reviews if each.id in chosen], staff())
        return done(f"What request {reference} asks about is recorded", asked)
    return render_template("casework/cases/choose-offenders.html", asked=asked, form=form)


@blueprint.form("/requests/<reference>/take-up", may=Permission.WORK_CASES)
def take_up(reference: str) -> str | Response:
    """Take a closed request up again."""
    asked = requests.get(reference)
    form = TakeUpForm()
    if form.validate_on_submit():
        duplicates.reopen(asked, form.reason.data, staff())
        return done(f"Request {reference} is new again", asked)
    return render_template("casework/requests/request-form.html", asked=asked, form=form)


@blueprint.form("/cases/<reference>/waiting", may=Permission.WORK_CASES)
def join_waiting(reference: str) -> str | Response:
    """The waiting requests that may be about this case, to tick and to join."""
    case = cases.get_case(reference)
    cases.load_sentences(case)
    waiting = candidates.waiting_like(case)
    likely = [each for each in waiting if each.is_suggested]
    less = [each for each in waiting if not each.is_suggested]
    found = likely[:SHOWN_AT_ONCE] + less[:LESS_LIKELY_SHOWN]
    form = JoinManyForm()
    form.requests.choices = [_choice(each) for each in found]
    if "all" in request.form:
        form.requests.sent = request.form.get("shown", "").split()
    if form.validate_on_submit():
        joined = duplicates.join_many(
            [
                each.request
                for each in found
                if each.request and each.reference in form.requests.data
            ],
            case,
            staff(),
        )
        flash(f"{joined} {'request' if joined == 1 else 'requests'} joined to this case", "success")
        left = len(likely) > joined
        endpoint = "casework.join_waiting" if left else _REQUESTS_TAB
        return redirect(url_for(endpoint, reference=reference))
    return case_page(
        "casework/referral/waiting.html",
        case,
        tab=_REQUESTS_TAB,
        form=form,
        likely=likely[:SHOWN_AT_ONCE],
        more=len(likely[SHOWN_AT_ONCE:]),
    )


def _other(reference: str) -> Case | Request:
    """The case or the request that this reference is of. Raises `NotFound`."""
    if reference.upper().startswith("REQ-"):
        return requests.get(reference)
    return cases.get_case(reference)


def _choice(found: Candidate) -> Choice:
    asked = found.request
    if asked is None:
        raise ValueError("only requests wait to be joined")
    said = [
        asked.offender_name or "Name not known",
        asked.court_text or "court not known",
        day(asked.sentenced_on) or asked.sentenced_text or "date not known",
    ]
    why = "; ".join(reason.words for reason in found.reasons)
    came = f"{asked.standing.label}, received {moment(asked.received_at)}"
    less = "" if found.is_suggested else "Less likely. "
    return Choice(asked.reference, ", ".join(said), hint=f"{less}{asked.reference}. {came}. {why}.")


def _compared(asked: Request, other: Case | Request, form: NotDuplicateForm) -> str:
    if isinstance(other, Case):
        cases.load_sentences(other)
    return render_template(
        "casework/cases/compare.html",
        asked=asked,
        other=other,
        found=candidates.between(asked, other),
        case=other if isinstance(other, Case) else None,
        aside=duplicates.current(asked, other),
        limit=triage.time_limit(asked),
        form=form,
        error_list=form.error_list(),
    )
