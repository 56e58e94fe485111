"""Changes of deadlines and answers that wait for a supervisor to approve them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import DeadlineChange
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import deadline_changes
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField, Choice, SelectField
from ulss_tracker.web.supervision import blueprint


class DeadlineChangeFilters(lists.FilterForm):
    """Filters of the changes that wait to be signed."""

    is_sooner = CheckboxField("Only those that leave less time")
    changed_by = SelectField(
        "Changed by",
        blank="Anybody",
        choices=lambda: [
            Choice(deadline_changes.THE_TRACKER, "The tracker: the law or a holiday changed"),
            *lists.people(),
        ],
        coerce=int,
    )


@blueprint.get("/redatings", may=Permission.SEE_BOARD)
def changed_deadlines() -> str:
    """The moments and answers that changed and that nobody has signed, before and after."""
    form = DeadlineChangeFilters(request.args)
    shown = lists.listing(deadline_changes.ORDERINGS, default="moved", form=form)
    page = deadline_changes.to_sign(by=shown.ordering, **shown.place, **form.asked())
    return render_template(
        "supervision/deadline-changes.html",
        page=page,
        rows=[(change, deadline_changes.why_not_sign(change, staff())) for change in page.rows],
        shown=shown,
        form=form,
    )


@blueprint.post("/redatings", may=Permission.OVERRIDE_ASSESSMENT)
def sign_changed_deadlines() -> Response:
    """Sign for the changes that were ticked; one that somebody else has signed is left out."""
    ticked = [each for each in request.form.getlist("moves") if each.isdecimal()]
    moves = [deadline_changes.get(int(each)) for each in dict.fromkeys(ticked) if len(each) < 10]
    if not moves:
        flash("Tick the changes you have looked at", "error")
    else:
        _sign(moves)
    typed: dict[str, Any] = dict(
        lists.listing(
            deadline_changes.ORDERINGS, default="moved", form=DeadlineChangeFilters(request.args)
        ).typed
    )
    return redirect(url_for("supervision.changed_deadlines", **typed))


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
