"""What a supervisor watches beside the board: exceptions, and the load ahead."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import Redating
from ulss_tracker.services import exceptions as kinds
from ulss_tracker.services import load as loads
from ulss_tracker.services import redating, users
from ulss_tracker.services.load import Day, Load
from ulss_tracker.web import lists
from ulss_tracker.web.fields import CheckboxField, Choice, SelectField
from ulss_tracker.web.sessions import staff
from ulss_tracker.web.supervision import blueprint

_BAR, _GAP, _HEIGHT = 16, 4, 160


class RedatingFilters(lists.FilterForm):
    """What narrows the changes that wait to be signed."""

    is_sooner = CheckboxField("Only those that leave less time")
    changed_by = SelectField(
        "Changed by",
        blank="Anybody",
        choices=lambda: [
            Choice(redating.THE_TRACKER, "The tracker: the law or a holiday changed"),
            *(Choice(user.id, user.name) for user in users.every()),
        ],
        coerce=int,
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One day's bar of the chart, in the drawing's own units."""

    day: Day
    x: int
    y: int
    width: int
    height: int


@blueprint.get("/exceptions")
def exceptions() -> str:
    """Everything that departs from the usual, on one page."""
    groups = kinds.every()
    return render_template(
        "supervision/exceptions.html",
        found=[group for group in groups if group.count],
        absent=[group for group in groups if not group.count],
    )


@blueprint.get("/exceptions/<kind>")
def exception_kind(kind: str) -> str:
    """Everything of one kind that departs from the usual."""
    return render_template("supervision/exception-kind.html", group=kinds.of_kind(kind))


@blueprint.get("/load")
def load() -> str:
    """Six weeks of file-by moments: by day as a chart and a table, and by person."""
    ahead = loads.ahead()
    bars = _bars(ahead)
    return render_template(
        "supervision/load.html",
        load=ahead,
        bars=bars,
        width=len(bars) * (_BAR + _GAP),
        height=_HEIGHT,
    )


@blueprint.get("/redatings")
def redatings() -> str:
    """The moments and answers that changed and that nobody has signed, before and after."""
    form = RedatingFilters(request.args)
    shown = lists.listing(redating.ORDERINGS, default="moved", form=form)
    page = redating.to_sign(
        by=shown.ordering, descending=shown.descending, after=shown.after, **form.asked()
    )
    return render_template(
        "supervision/redatings.html",
        page=page,
        rows=[(each, redating.why_not_sign(each, staff())) for each in page.rows],
        shown=shown,
        form=form,
    )


@blueprint.post("/redatings")
def sign_redatings() -> Response:
    """Sign for the changes that were ticked; one that somebody else has signed is left out."""
    ticked = [each for each in request.form.getlist("moves") if each.isdecimal()]
    moves = [redating.get(int(each)) for each in dict.fromkeys(ticked) if len(each) < 10]
    if not moves:
        flash("Tick the changes you have looked at", "error")
    else:
        _sign(moves)
    typed: dict[str, Any] = dict(
        lists.listing(redating.ORDERINGS, default="moved", form=RedatingFilters(request.args)).typed
    )
    return redirect(url_for("supervision.redatings", **typed))


def _sign(moves: list[Redating]) -> None:
    try:
        number = redating.sign(moves, staff())
    except Refused as refusal:
        flash(str(refusal), "error")
        return
    others = len(moves) - number
    flash(
        f"{number} signed" + (f", {others} by somebody else before you" if others else ""),
        "success",
    )


def _bars(ahead: Load) -> list[Bar]:
    """A bar for each day, the busiest as high as the drawing."""
    bars = []
    for number, day in enumerate(ahead.days):
        height = round(_HEIGHT * day.count / ahead.most)
        bars.append(Bar(day, number * (_BAR + _GAP), _HEIGHT - height, _BAR, height))
    return bars
