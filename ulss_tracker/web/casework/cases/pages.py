"""A case in its tabs: a summary, the requests that asked about it, its history, its court."""

from werkzeug.wrappers import Response

from ulss_tracker.models import RequestState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import campaigns, cases, merging, reversals, void_case
from ulss_tracker.services.core import references
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import messages
from ulss_tracker.services.requests import requests
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.cases.forms import CourtForm
from ulss_tracker.web.casework.cases.timeline import presses
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/cases/<reference>", may=Permission.SEE_CASES, audit="Case")
def show_case(reference: str) -> str:
    """The case at a glance: each offender's review, the court, how many asked."""
    case = cases.get_case(reference)
    return case_page(
        "casework/cases/case.html",
        case,
        failed=messages.failed_of_case(case),
        may_undo=not case.is_void
        and void_case.is_early(case)
        and void_case.may_undo(case, staff()),
        undone=void_case.undoing_of(case) if case.is_void else None,
        joined=merging.of_case(case) if case.is_void else None,
        may_part=may(staff().role, Permission.WORK_CASES),
        joined_here=merging.merged_into(case),
    )


@blueprint.get("/cases/<reference>/requests", may=Permission.SEE_CASES)
def case_requests(reference: str) -> str:
    """Everyone who asked about the case, the first to ask first unless asked otherwise."""
    case = cases.get_case(reference)
    listing = lists.of(requests.OF_CASE_TABLE)
    page = requests.of_case(case, listing.filters, **listing.place)
    return case_page(
        "casework/requests/case-requests.html",
        case,
        page=page,
        shown=listing,
        withdrawn=sum(request.state is RequestState.WITHDRAWN for request in case.requests),
        joins_later=bool(campaigns.running(case)),
    )


@blueprint.get("/cases/<reference>/timeline", may=Permission.SEE_CASES)
def case_timeline(reference: str) -> str:
    """Everything that happened to the case and to its requests, newest first unless asked."""
    case = cases.get_case(reference)
    listing = lists.of(history.TABLE)
    page = history.page(case, listing.filters, **listing.place)
    return case_page(
        "casework/cases/case-timeline.html",
        case,
        lines=presses(page.rows, case),
        page=page,
        shown=listing,
        reversals=reversals.waiting(case),
        may_bring_back=may(staff().role, Permission.BRING_BACK),
    )


@blueprint.form("/cases/<reference>/court", may=Permission.WORK_CASES)
def change_court(reference: str) -> str | Response:
    """Correct the court and its case number; the case's reviews are assessed again."""
    case = cases.get_case(reference)
    form = CourtForm.filled_from(
        case, court=case.court_id, number=case.court_case_number, version=case.version
    )
    if not form.is_submitted() and case.court_id is None:
        form.court.text = case.court_text
    if form.validate_on_submit():
        cases.change_court(
            case,
            court_id=form.court.data,
            court_text=form.court.text,
            number=form.number.data,
            cps_reference=references.cps_reference(form.cps_reference.data),
            by=staff(),
            version=form.seen_version,
        )
        return done("Court changed", case)
    return case_page("casework/cases/case-form.html", case, tab="casework.show_case", form=form)
