"""Pages a supervisor watches beside the board: exceptions, and the load ahead."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import DeadlineChange, DecisionChoice
from ulss_tracker.scheme.offences.offences import UnknownOffence, load_catalogue
from ulss_tracker.services.assessment import deadline_changes
from ulss_tracker.services.supervision import exceptions as kinds
from ulss_tracker.services.supervision import workload_forecast as loads
from ulss_tracker.services.supervision.workload_forecast import Day, WorkloadForecast
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField, Choice, SelectField, choices_of
from ulss_tracker.web.supervision import blueprint

_BAR, _GAP, _HEIGHT = 16, 4, 160


class RedatingFilters(lists.FilterForm):
    """Filters of the deadline changes that wait to be signed."""

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


class DecisionFilters(lists.FilterForm):
    """Filters of the decisions on one offence."""

    choice = SelectField(
        "Decision", blank="Either", choices=choices_of(DecisionChoice), coerce=DecisionChoice
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
        lists=_lists(),
        found=[group for group in groups if group.count],
        absent=[group for group in groups if not group.count],
    )


@blueprint.get("/exceptions/<kind>")
def exception_kind(kind: str) -> str | Response:
    """A page of one kind; what is the rows of a list of their own is shown there."""
    if kind in _lists():
        return redirect(_lists()[kind])
    group = kinds.of_kind(kind, after=request.args.get("after"))
    here = partial(url_for, "supervision.exception_kind", kind=kind)
    return render_template(
        "supervision/exception-kind.html",
        group=group,
        first_href=here() if request.args.get("after") else "",
        next_href=here(after=group.after) if group.after else "",
    )


@blueprint.get("/exceptions/both-ways/<offence_id>")
def decided_both_ways(offence_id: str) -> str:
    """The decisions of a year on one offence, to refer and not to, each with its sentences."""
    try:
        offence = load_catalogue().get(offence_id)
    except UnknownOffence as error:
        raise NotFound("There is no such offence in the catalogue") from error
    form = DecisionFilters(request.args)
    shown = lists.listing(kinds.ORDERINGS, default="-decided", form=form)
    page = kinds.decisions_on(offence_id, shown.ordering, **shown.place, **form.asked())
    return render_template(
        "supervision/both-ways.html",
        offence=offence,
        page=page,
        shown=shown,
        form=form,
    )


def _lists() -> dict[str, str]:
    """The kinds that are the rows of a list of their own, and where that is."""
    return {
        "unassigned": url_for("supervision.board", assigned_to="nobody"),
        "unconfirmed": url_for("supervision.second_key"),
        "redated": url_for("supervision.redatings"),
        "overrides": url_for("supervision.overrides"),
        "quarantined": url_for("casework.request_list", state="quarantined"),
        "untold": url_for("casework.people_to_tell"),
    }


@blueprint.get("/load")
def load() -> str:
    """Six weeks of file-by moments: by day as a chart and a table, and by person."""
    ahead = loads.ahead()
    bars = _bars(ahead)
    return render_template(
        "supervision/workload.html",
        load=ahead,
        bars=bars,
        width=len(bars) * (_BAR + _GAP),
        height=_HEIGHT,
    )


@blueprint.get("/redatings")
def redatings() -> str:
    """The moments and answers that changed and that nobody has signed, before and after."""
    form = RedatingFilters(request.args)
    shown = lists.listing(deadline_changes.ORDERINGS, default="moved", form=form)
    page = deadline_changes.to_sign(by=shown.ordering, **shown.place, **form.asked())
    return render_template(
        "supervision/deadline-changes.html",
        page=page,
        rows=[(each, deadline_changes.why_not_sign(each, staff())) for each in page.rows],
        shown=shown,
        form=form,
    )


@blueprint.post("/redatings")
def sign_redatings() -> Response:
    """Sign for the changes that were ticked; one that somebody else has signed is left out."""
    ticked = [each for each in request.form.getlist("moves") if each.isdecimal()]
    moves = [deadline_changes.get(int(each)) for each in dict.fromkeys(ticked) if len(each) < 10]
    if not moves:
        flash("Tick the changes you have looked at", "error")
    else:
        _sign(moves)
    typed: dict[str, Any] = dict(
        lists.listing(
            deadline_changes.ORDERINGS, default="moved", form=RedatingFilters(request.args)
        ).typed
    )
    return redirect(url_for("supervision.redatings", **typed))


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


def _bars(ahead: WorkloadForecast) -> list[Bar]:
    """A bar for each day, the busiest as high as the drawing."""
    bars = []
    for number, day in enumerate(ahead.days):
        height = round(_HEIGHT * day.count / ahead.most)
        bars.append(Bar(day, number * (_BAR + _GAP), _HEIGHT - height, _BAR, height))
    return bars
