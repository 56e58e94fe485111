"""The inbox: the requests of one state, filtered and sorted, a page at a time."""

from flask import render_template, request

from ulss_tracker.models import ListName, RequestState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.desk import looks
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.requests import inbox
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.ids import member
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.ticked import ticked_actions


@blueprint.get("/requests", may=Permission.SEE_CASES)
def request_list() -> str:
    """List the requests in one state; new ones unless asked, the soonest to act on first."""
    state = member(RequestState, request.args.get("state"), RequestState.NEW)
    preview = looks.of_request(request.args.get("look", ""))
    listing = lists.of(inbox.table_of(state), is_beside=preview is not None)
    many = same_words.groups() if state is RequestState.NEW else []
    page = inbox.page(state, listing.filters, many, **listing.place)
    counts, undated = inbox.counts_with_undated()
    may_work = may(staff().role, Permission.WORK_CASES)
    return render_template(
        "casework/requests/requests.html",
        shown=listing,
        preview=preview,
        views=views_of(ListName.REQUESTS, listing),
        page=page,
        many=many,
        is_waiting=state in inbox.WAITING,
        state=state,
        states=list(RequestState),
        counts=counts,
        undated=undated.get(state, 0),
        may_refuse=may_work and state is RequestState.NEW,
        ticked_actions=ticked_actions(staff(), of_requests=True),
    )
