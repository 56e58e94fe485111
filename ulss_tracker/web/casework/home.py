"""Where the day starts: one list of all that is to be done, for whoever signs in."""

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.models import ListName
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.desk import looks
from ulss_tracker.services.messaging import alarm_log
from ulss_tracker.services.waiting import in_hand, my_work
from ulss_tracker.services.waiting.reasons import Why
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.waiting import answers, links
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.in_place import in_place
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.core.ticked import ticked_actions


@blueprint.get("/", may=Permission.SEE_CASES)
def home() -> str:
    """Everything that this person has to do, and those they stand in for: one list."""
    me = staff()
    may_work = may(me.role, Permission.WORK_CASES)
    shown = lists.of(my_work.WORK_TABLE, without=() if may_work else ("look",))
    return render_template(
        "casework/home.html",
        work=my_work.page(me, shown.filters.get("why"), shown.after, filters=shown.filters),
        shown=shown,
        views=views_of(ListName.WORK, shown),
        alarms=alarm_log.going() if may_work else 0,
        links=links,
        press_words=in_hand.words,
        ticked_actions=ticked_actions(me),
        **_preview(),
    )


# The list says for itself whose it is.
@blueprint.post("/in-hand", may=Permission.SEE_CASES)
def take_in_hand() -> str | Response:
    """Take matters of one's list in hand: one press for all that they ask this person to answer."""
    me = staff()
    items = my_work.find(me, request.form.getlist("matter"))
    taken = in_hand.take(items, me)
    if len(taken) != 1 or taken[0].refusal:
        return render_template("casework/waiting/in-hand.html", taken=taken)
    given = [reason.record for reason in taken[0].answered if reason.why is Why.GIVEN]
    return done(answers.accepted(given[0]) if given else "It is in hand", "casework.home")


def _preview() -> dict[str, Any]:
    """The review beside the list, and the forms that lead back to it."""
    preview = looks.of_review(request.args.get("look", ""))
    return {"preview": preview, "place": in_place() if preview else None}
