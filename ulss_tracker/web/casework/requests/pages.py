"""Requests: one of them, logging one, and what is done with it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Request, Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.services.cases import cases, duplicates, merging
from ulss_tracker.services.correspondence import conversation
from ulss_tracker.services.desk import letter_reading, so_far
from ulss_tracker.services.files import viewing
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.people import absences
from ulss_tracker.services.requests import (
    additions,
    contact_change_calls,
    details,
    held_requests,
    inbox,
    lookups,
    requests,
    safe_contact,
    triage,
    who_asked,
)
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.sentence_check import doubts_to_show, use_suggested_date
from ulss_tracker.web.casework.messaging.alarms import alarm_going
from ulss_tracker.web.casework.requests import letters
from ulss_tracker.web.casework.requests.date_in_words import days_to_read_back, posted_with_day
from ulss_tracker.web.casework.requests.forms import CloseRequestForm, JoinCaseForm
from ulss_tracker.web.casework.requests.log_form import LogRequestForm, log_request_form
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sentence_day_words import ask_back
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import people


@blueprint.form("/requests/new", may=Permission.WORK_CASES)
def log_request() -> str | Response:
    """Log a request that came by phone, email or letter."""
    form = log_request_form(posted_with_day())
    is_filled_in = use_suggested_date(form)
    if letters.are_pressed(form) or "check" in request.form or people.is_pressed():
        form.validate()
        form.forget_errors()
        return _log_page(form)
    is_valid = form.validate_on_submit()
    warnings = doubts_to_show(form) if is_valid else ()
    days = days_to_read_back(form) if is_valid else None
    listed = is_valid and form.convictions.is_to_show
    if not is_valid or warnings or days or listed or is_filled_in:
        return _log_page(form, warnings=warnings, days=days, listed=listed)
    received = requests.log(
        form.details(),
        channel=form.channel.data,
        received_at=form.received_at.data,
        by=staff(),
        form_key=form.key.data or None,
        draft=letter_reading.draft_of(form.key.data or ""),
    )
    reference = received.request.reference
    if not received.is_same:
        # Come back to with the browser's Back, to log another person with the same form.
        form.begin_another(reference)
        return _log_page(form)
    if received.is_new:
        flash(f"Request {reference} logged", "success")
    else:
        flash(f"Request {reference} was logged before with this form, and is not logged twice")
    for file in form.files.data:
        try:
            additions.keep_file(received.request, file.filename or "", file.stream)
        except Refused as refusal:
            flash(f"{file.filename} was not kept: {refusal}", "error")
    return redirect(url_for("casework.show_request", reference=reference))


@blueprint.post("/requests/new/so-far", may=Permission.WORK_CASES)
def request_so_far() -> str:
    """How the request typed so far stands, as part of its page; nothing is kept."""
    form = log_request_form()
    form.validate()
    result = so_far.preview(form.details(), form.received_at.data)
    return render_template("casework/requests/parts/so_far.html", so_far=result)


def _log_page(
    form: LogRequestForm,
    *,
    warnings: Sequence[DateWarning] = (),
    days: Span | None = None,
    listed: bool = False,
) -> str:
    """The form of a request, with what is to be looked at before it is logged."""
    letters.keep(form)
    return render_template(
        "casework/requests/log-request.html",
        form=form,
        reading=letters.reading_of(form),
        why_not=viewing.why_not,
        doubts=warnings,
        days=days,
        listed=listed,
        question=ask_back(days) if days else "",
        is_to_come=days is not None and days.earliest > clock.today(),
        so_far=so_far.preview(form.details(), form.received_at.data),
    )


@blueprint.get("/requests/<reference>", may=Permission.SEE_CASES, audit="Request")
def show_request(reference: str) -> str:
    """Show one request and what can be done with it."""
    return _page(requests.get(reference))


@blueprint.post("/requests/<reference>/open-case", may=Permission.WORK_CASES)
def open_case(reference: str) -> str | Response:
    """Open a case from this request."""
    review = cases.open_case(requests.get(reference), staff())
    return after_opening(review)


def after_opening(review: Review) -> Response:
    """Where a newly opened case leads: to the requests that wait for it, or to its review."""
    case = review.case
    if any(candidate.is_suggested for candidate in candidates.waiting_like(case)):
        return done(f"Case {case.reference} opened", "casework.join_waiting", case)
    return done(f"Case {case.reference} opened", review)


@blueprint.post("/requests/<reference>/join", may=Permission.WORK_CASES)
def join_case(reference: str) -> str | Response:
    """Join this request to a case that is already open."""
    request_ = requests.get(reference)
    form = JoinCaseForm()
    if form.validate_on_submit():
        with RefusalOn(form.reference, NotFound):
            case = merging.remaining_of(cases.get_case(form.reference.data.upper()))
            duplicates.join_many([request_], case, staff())
            return done(f"Request {reference} joined to {case.reference}", case)
    return _page(request_, join_form=form)


@blueprint.post("/requests/<reference>/close", may=Permission.WORK_CASES)
def close_request(reference: str) -> str | Response:
    """Close this request without a case."""
    request_ = requests.get(reference)
    form = CloseRequestForm()
    if not form.validate_on_submit():
        return _page(request_, close_form=form)
    requests.close(request_, form.reason.data, staff())
    return done(f"Request {reference} closed", "casework.request_list")


@blueprint.post("/requests/<reference>/release", may=Permission.WORK_CASES)
def release_request(reference: str) -> Response:
    """Say that a held request is a real one."""
    request_ = requests.get(reference)
    held_requests.release(request_, staff())
    return done(f"Request {reference} is now with the new requests", request_)


def _page(
    request_: Request,
    *,
    join_form: JoinCaseForm | None = None,
    close_form: CloseRequestForm | None = None,
) -> str:
    """One request, with whichever of its forms was got wrong."""
    form = join_form or close_form
    entries = conversation.of_request(request_)
    assessment = triage.assess_request(request_)
    return render_template(
        "casework/requests/request.html",
        request_=request_,
        conversation=entries,
        added=additions.of_request(request_),
        more=details.background_of(request_),
        safe=safe_contact.of_request(request_),
        words=details.WORDS,
        may_verify_who_asked=may(staff().role, Permission.VERIFY_FACTS)
        and who_asked.rests_on_it(request_)
        and not who_asked.why_not(request_, staff()),
        may_take_back=may(staff().role, Permission.VERIFY_FACTS)
        and not who_asked.why_not_take_back(request_, staff()),
        changes_contact=contact_change_calls.waiting(request_) is not None,
        was_written_to=any(entry.ours for entry in entries),
        assessment=assessment,
        is_no=triage.is_no(request_, assessment),
        words_read=lookups.how_read(request_),
        ticked=lookups.ticked_offences(request_),
        limit=triage.time_limit(request_),
        owner_away=absences.away_now().get(request_.owner_id) if request_.owner_id else None,
        answered=triage.answered(request_),
        meant=triage.meant(request_),
        like=candidates.like(request_) if request_.state in inbox.WAITING else [],
        asides=duplicates.marks_of(request_),
        not_in_case=candidates.not_in_case(request_),
        join_form=join_form or JoinCaseForm(formdata=None),
        close_form=close_form or CloseRequestForm(formdata=None),
        error_list=form.error_list() if form else [],
        **alarm_going(request_),
    )
