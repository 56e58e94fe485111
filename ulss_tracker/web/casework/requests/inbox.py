"""The inbox: the requests of one state, filtered and sorted, a page at a time."""

from flask import render_template, request
from wtforms import HiddenField

from ulss_tracker.models import Channel, RequestState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.time_limits import Standing
from ulss_tracker.services.requests import inbox
from ulss_tracker.services.requests.ownership import NOBODY
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.lists import FilterForm, listing, people
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField, Choice, DateField, SelectField, choices_of


def _owners() -> list[Choice]:
    return [Choice(str(NOBODY), "Nobody"), *people()]


class InboxFilters(FilterForm):
    """Filters of the inbox. `state` chooses the list itself."""

    state = HiddenField()
    channel = SelectField(
        "How it reached us",
        blank="Any way",
        choices=choices_of(Channel),
        coerce=Channel,
    )
    standing = SelectField(
        "Who asked",
        blank="Anybody",
        choices=choices_of(Standing),
        coerce=Standing,
    )
    owner = SelectField("Owner", blank="Anybody or nobody", choices=_owners, coerce=int)
    received_from = DateField("Received from")
    received_to = DateField("Received to")
    undated = CheckboxField("Only those whose day of sentence must be found")


@blueprint.get("/requests")
def request_list() -> str:
    """List the requests in one state; new ones unless asked, the soonest to act on first."""
    form = InboxFilters(request.args)
    asked = form.asked()
    state = _state(asked.pop("state", ""))
    is_waiting = state in inbox.WAITING
    shown = listing(
        inbox.ORDERINGS if is_waiting else inbox.ENDED_ORDERINGS,
        default="deadline" if is_waiting else "-received",
        form=form,
        kept=("state",),
    )
    page = inbox.page(state, shown.ordering, **shown.place, **asked)
    counts = inbox.waiting_counts()
    return render_template(
        "casework/requests/requests.html",
        form=form,
        shown=shown,
        page=page,
        is_waiting=is_waiting,
        state=state,
        states=list(RequestState),
        counts=counts,
        undated=counts[state].undated if is_waiting else 0,
        may_work=may(staff().role, Permission.WORK_CASES),
    )


def _state(asked: str) -> RequestState:
    return RequestState(asked) if asked in set(RequestState) else RequestState.NEW
