"""Where a caseworker's day starts: what to do next, whom to tell, what has come in."""

from typing import Any

from flask import render_template, request

from ulss_tracker.models import InboundState, ListName, RequestState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services import notifying
from ulss_tracker.services.correspondence import mailbox
from ulss_tracker.services.desk import looks
from ulss_tracker.services.messaging import alarm_log, messages, reminders
from ulss_tracker.services.requests import inbox
from ulss_tracker.services.supervision import my_work
from ulss_tracker.services.waiting import lists as waiting_lists
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.waiting import links
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.in_place import in_place
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.ticked import review_actions

_MOST_MESSAGES = 10


@blueprint.get("/", may=Permission.SEE_CASES)
def home() -> str:
    """Everything that waits for this person; where they work on cases, all their work.

    Theirs and that of those they stand in for, the most pressing first.
    """
    me = staff()
    if not may(me.role, Permission.WORK_CASES):
        return render_template(
            "casework/waiting/list.html",
            **_waiting(),
            links=links,
        )
    listing = lists.of(my_work.TO_FILE_TABLE)
    work = my_work.of(me, listing.filters, **listing.place)
    return render_template(
        "casework/home.html",
        work=work,
        shown=listing,
        is_pressing_first=listing.ordering is my_work.PRESSING and not listing.descending,
        views=views_of(ListName.WORK, listing),
        links=links,
        ticked_actions=review_actions(me),
        **_preview(),
        **({} if listing.after else _beside()),
    )


def _preview() -> dict[str, Any]:
    """The review beside the list, and the forms that lead back to it."""
    preview = looks.of_review(request.args.get("look", ""))
    return {"preview": preview, "place": in_place() if preview else None}


def _waiting() -> dict[str, Any]:
    """The first of what waits, and what of it was given and may be accepted."""
    waiting = waiting_lists.of(staff())
    return {"waiting": waiting, "given": waiting_lists.to_answer(waiting.rows)}


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
        "mailbox": mailbox.page(InboundState.WAITING, size=_MOST_MESSAGES, descending=False),
        "in_mailbox": mailbox.how_many_wait(),
    }


@blueprint.get("/held", may=Permission.WORK_CASES)
def held() -> str:
    """Show every review assigned to this person or covered by them, as ordered and filtered."""
    listing = lists.of(my_work.HELD_TABLE)
    return render_template(
        "casework/cases/assigned.html",
        page=my_work.page(staff(), listing.filters, **listing.place),
        shown=listing,
        views=views_of(ListName.HELD, listing),
        ticked_actions=review_actions(staff()),
        **_preview(),
    )
