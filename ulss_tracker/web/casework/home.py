"""Where a caseworker's day starts: what to do next, whom to tell, what has come in."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.models import InboundState, ListName, RequestState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow import slack
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services import notifying
from ulss_tracker.services.correspondence import mailbox
from ulss_tracker.services.desk import looks
from ulss_tracker.services.messaging import alarm_log, messages, reminders
from ulss_tracker.services.requests import inbox
from ulss_tracker.services.supervision import my_work, work_line
from ulss_tracker.services.waiting import lists
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.mailbox.pages import kind_words
from ulss_tracker.web.casework.waiting import links
from ulss_tracker.web.core import navigation
from ulss_tracker.web.core.in_place import in_place
from ulss_tracker.web.core.lists import FilterForm, listing
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.ticked import review_actions
from ulss_tracker.web.forms import Column, ColumnsField, SelectField, choices_of

_MOST_MESSAGES = 10
COLUMNS = (
    Column("file_by", "File by", "file_by"),
    Column("case", "Case"),
    Column("stage", "Stage"),
    Column("changed", "Changed", "changed"),
)
"""Columns of a person's reviews: any may be left out."""

WORK_COLUMNS = (
    Column("file_by", "File by", "file_by"),
    Column("spare", "To spare", "pressing"),
    Column("plan", "Plan"),
    Column("case", "Case"),
    Column("stage", "Stage"),
    Column("changed", "Changed", "changed"),
)
"""Columns of the reviews to be filed on “Your work”, as `COLUMNS`."""
_AT_FIRST = ("file_by", "spare", "plan", "case")


class WorkFilters(FilterForm):
    """Filters of a person's reviews that are to be filed."""

    state = SelectField(
        "Stage",
        blank="Every stage",
        choices=choices_of(each for each in State if slack.work_left(each)),
        coerce=State,
    )
    columns = ColumnsField(
        WORK_COLUMNS, fixed="Offender and Next step always come first, Look last."
    )


class HeldFilters(FilterForm):
    """Filters of the reviews assigned to a person."""

    state = SelectField(
        "Stage",
        blank="Every stage",
        choices=choices_of(each for each in State if each is not State.CLOSED),
        coerce=State,
    )
    columns = ColumnsField(COLUMNS, fixed="Offender always comes first, Look last.")


@blueprint.get("/", may=Permission.SEE_CASES)
def home() -> str | Response:
    """Everything that waits for this person; where they work on cases, all their work.

    Theirs and that of those they stand in for, the most pressing first.
    """
    me = staff()
    if not may(me.role, Permission.WORK_CASES):
        return render_template(
            "casework/waiting/list.html",
            **_waiting(),
            links=links,
            sections=navigation.links(me.role, is_in_menu=False),
        )
    form = WorkFilters(request.args)
    asked = form.asked()
    shown = listing(my_work.TO_FILE_ORDERINGS, default="pressing", form=form, kept=("columns",))
    if form.columns.is_numbered:
        return redirect(shown.href(columns=form.columns.data))
    work = my_work.of(me, shown.ordering, **shown.place, state=asked.get("state"))
    return render_template(
        "casework/home.html",
        work=work,
        lines=[work_line.of(row, me) for row in work.to_file],
        shown=shown,
        form=form,
        is_pressing_first=shown.ordering is my_work.PRESSING and not shown.descending,
        views=views_of(ListName.WORK, shown),
        columns=form.columns.shown(_AT_FIRST),
        links=links,
        today=clock.today(),
        ticked_actions=review_actions(me),
        **_looked(),
        **({} if shown.after else _beside()),
    )


def _looked() -> dict[str, Any]:
    """The review beside the list, and the forms that lead back to it."""
    looked = looks.of_review(request.args.get("look", ""))
    return {"looked": looked, "place": in_place() if looked else None}


def _waiting() -> dict[str, Any]:
    """The first of what waits, and what of it was given and may be accepted."""
    found = lists.of(staff())
    return {"waiting": found, "given": lists.given(found.rows)}


def _beside() -> dict[str, Any]:
    """Everything beside the first page of the reviews: what waits, what has come in."""
    me = staff()
    counts = inbox.waiting_counts()
    return {
        **_waiting(),
        "new": counts[RequestState.NEW],
        "held": counts[RequestState.QUARANTINED],
        "messages": messages.needing_a_person(),
        "to_tell": notifying.waiting(me),
        "reminders": reminders.of_person(me),
        "alarms": alarm_log.going(),
        "mailbox": mailbox.page(InboundState.WAITING, size=_MOST_MESSAGES),
        "kind_words": kind_words,
        "in_mailbox": mailbox.how_many_wait(),
    }


@blueprint.get("/held", may=Permission.WORK_CASES)
def held() -> str | Response:
    """Show every review assigned to this person or covered by them, as ordered and filtered."""
    form = HeldFilters(request.args)
    asked = form.asked()
    shown = listing(my_work.ORDERINGS, default="file_by", form=form, kept=("columns",))
    if form.columns.is_numbered:
        return redirect(shown.href(columns=form.columns.data))
    page = my_work.page(
        staff(),
        shown.ordering,
        **shown.place,
        state=asked.get("state"),
    )
    return render_template(
        "casework/cases/assigned.html",
        page=page,
        shown=shown,
        form=form,
        views=views_of(ListName.HELD, shown),
        columns=form.columns.shown(),
        ticked_actions=review_actions(staff()),
        may_work=True,
        **_looked(),
    )
