"""The inbox: the requests of one state, filtered and sorted, a page at a time."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.models import Channel, ListName, RequestState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.desk import looks
from ulss_tracker.services.requests import inbox
from ulss_tracker.services.requests.inbox_filter import InboxFilter
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.lists import FilterForm, listing, people, team_choices
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    Column,
    ColumnsField,
    DateField,
    SelectField,
    choices_of,
)


def _owners() -> list[Choice]:
    return [Choice(str(NOBODY), "Nobody"), *people()]


COLUMNS = (
    Column("owner", "Owner", "owner"),
    Column("offence", "Offence", "offence"),
    Column("scheme", "In scheme?"),
    Column("look_out", "Look out for"),
    Column("court", "Court", "court"),
    Column("sentenced", "Sentenced", "sentenced"),
    Column("standing", "Who asked"),
    Column("received", "Received", "received"),
)
"""Columns that may be left out; whose it is and by when to act never are."""
_BESIDE = ("offence", "scheme", "court")
"""Those that there is room for beside a request that is looked at, unless others are chosen."""


class InboxFilters(FilterForm):
    """Filters of the inbox. `state` chooses the list itself, `columns` what is shown of each."""

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
    team = SelectField("Team", blank="Any team", choices=team_choices, coerce=int)
    received_from = DateField("Received from")
    received_to = DateField("Received to")
    undated = CheckboxField("Only those whose day of sentence must be found")
    columns = ColumnsField(COLUMNS, fixed="Offender and Act by always come first, Look last.")


@blueprint.get("/requests", may=Permission.SEE_CASES)
def request_list() -> str | Response:
    """List the requests in one state; new ones unless asked, the soonest to act on first."""
    form = InboxFilters(request.args)
    asked = form.asked()
    state = _state(asked.pop("state", ""))
    looked = looks.of_request(request.args.get("look", ""))
    asked.pop("columns", None)
    is_waiting = state in inbox.WAITING
    shown = listing(
        inbox.WAITING_ORDERINGS if is_waiting else inbox.ENDED_ORDERINGS,
        default="deadline" if is_waiting else "-received",
        form=form,
        kept=("state", "columns"),
    )
    if form.columns.is_numbered:
        return redirect(shown.href(columns=form.columns.data))
    columns = form.columns.shown(_BESIDE if looked else None)
    if not is_waiting:  # nobody has it any more
        columns = [column for column in columns if column.name != "owner"]
    page = inbox.page(state, shown.ordering, **shown.place, asked=InboxFilter(**asked))
    counts, undated = inbox.counts_with_undated()
    may_work = may(staff().role, Permission.WORK_CASES)
    return render_template(
        "casework/requests/requests.html",
        form=form,
        shown=shown,
        names=tuple(column.name for column in columns),
        headings=_headings(columns, is_waiting=is_waiting),
        looked=looked,
        views=views_of(ListName.REQUESTS, shown),
        page=page,
        is_waiting=is_waiting,
        state=state,
        states=list(RequestState),
        counts=counts,
        undated=undated.get(state, 0),
        may_work=may_work,
        ticked_actions=_ticked_actions() if may_work and state.is_new else (),
    )


def _ticked_actions() -> list[tuple[str, str, str]]:
    """The acts that may be done with several requests at once, and where."""
    return [("Answer “no” together", url_for("casework.refuse_together"), "")]


def _headings(columns: Sequence[Column], *, is_waiting: bool) -> list[tuple[str, str]]:
    """The headings of the columns shown, each with the order it sorts by, or ""."""
    act_by = [("Act by", "deadline")] if is_waiting else []
    last = [] if is_waiting else [("Reference", "")]
    chosen = (column.heading for column in columns)
    return [("Offender", ""), *act_by, *chosen, ("Look", ""), *last]


def _state(asked: str) -> RequestState:
    return RequestState(asked) if asked in set(RequestState) else RequestState.NEW
