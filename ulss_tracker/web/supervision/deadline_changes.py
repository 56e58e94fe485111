"""Changes of deadlines and answers that wait for a supervisor to approve them."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import DeadlineChange
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import deadline_changes
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.ids import ids
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision import blueprint


@blueprint.get("/redatings", may=Permission.SEE_BOARD)
def changed_deadlines() -> str:
    """The moments and answers that changed and that nobody has signed, before and after."""
    return lists.show(
        "supervision/deadline-changes.html",
        deadline_changes.TABLE,
        deadline_changes.to_sign,
        why_not=lambda change: deadline_changes.why_not_sign(change, staff()),
    )


@blueprint.post("/redatings", may=Permission.OVERRIDE_ASSESSMENT)
def sign_changed_deadlines() -> Response:
    """Sign for the changes that were ticked; one that somebody else has signed is left out."""
    ticked = dict.fromkeys(ids(request.form.getlist("moves")))
    moves = [deadline_changes.get(change_id) for change_id in ticked]
    if not moves:
        flash("Tick the changes you have looked at", "error")
    else:
        _sign(moves)
    filters: dict[str, Any] = dict(lists.of(deadline_changes.TABLE).typed)
    return redirect(url_for("supervision.changed_deadlines", **filters))


def _sign(moves: list[DeadlineChange]) -> None:
    try:
        number = deadline_changes.sign(moves, staff())
    except Refused as refusal:
        flash(str(refusal), "error")
        return
    others = len(moves) - number
    flash(
        f"{number} signed" + (f", {others} by somebody else before you" if others else ""),
        "success",
    )
