"""What a supervisor watches beside the board: exceptions, and the load ahead."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.services import exceptions as kinds
from ulss_tracker.services import load as loads
from ulss_tracker.services import redating
from ulss_tracker.services.load import Day, Load
from ulss_tracker.web import lists
from ulss_tracker.web.sessions import staff
from ulss_tracker.web.supervision import blueprint

_BAR, _GAP, _HEIGHT = 16, 4, 160


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
    shown = lists.listing(redating.ORDERINGS, default="moved")
    page = redating.to_sign(by=shown.ordering, descending=shown.descending, after=shown.after)
    rows = [(each, redating.why_not_sign(each, staff())) for each in page.rows]
    return render_template("supervision/redatings.html", page=page, rows=rows, shown=shown)


@blueprint.post("/redatings")
def sign_redatings() -> Response:
    """Sign for the changes that were ticked; one that somebody else has signed is left out."""
    ticked = [each for each in request.form.getlist("moves") if each.isdecimal()]
    moves = [redating.get(int(each)) for each in dict.fromkeys(ticked) if len(each) < 10]
    waiting = [each for each in moves if each.signed_at is None]
    if not waiting:
        flash("Tick the changes you have looked at", "error")
    else:
        redating.sign(waiting, staff())
        flash(f"{len(waiting)} signed", "success")
    return redirect(url_for("supervision.redatings"))


def _bars(ahead: Load) -> list[Bar]:
    """A bar for each day, the busiest as high as the drawing."""
    bars = []
    for number, day in enumerate(ahead.days):
        height = round(_HEIGHT * day.count / ahead.most)
        bars.append(Bar(day, number * (_BAR + _GAP), _HEIGHT - height, _BAR, height))
    return bars
