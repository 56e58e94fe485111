"""The hand-over at the end of the day, and the private office's week."""

from flask import render_template

from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import press_lines
from ulss_tracker.services.waiting import hand_over as handing_over
from ulss_tracker.services.waiting import my_work, upcoming
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.waiting import links
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/hand-over", may=Permission.WORK_CASES)
def hand_over() -> str:
    """Everything that this person holds and that is promised, for whoever takes over."""
    return render_template(
        "casework/waiting/hand-over.html",
        hand_over=handing_over.of(staff()),
        shown=lists.of(my_work.WORK_TABLE, without=("in_hand", "look")),
        links=links,
    )


@blueprint.get("/this-week", may=Permission.SEE_DECISIONS)
def this_week() -> str:
    """The private office's week: upcoming, decided, and a tick or an alarm for each filing."""
    may_release = may(staff().role, Permission.RELEASE_PRESS_LINE)
    return render_template(
        "casework/waiting/this-week.html",
        upcoming=upcoming.this_week(),
        with_officer=upcoming.with_officer,
        decided=upcoming.decided(),
        press_lines=press_lines.unreleased() if may_release else (),
    )
