"""The exceptions a supervisor watches beside the board."""

from functools import partial

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import existing
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.services.supervision import exceptions as kinds
from ulss_tracker.web.core import lists
from ulss_tracker.web.supervision import blueprint


@blueprint.get("/exceptions", may=Permission.SEE_BOARD)
def exceptions() -> str:
    """Everything that departs from the usual, on one page."""
    groups = kinds.every()
    return render_template(
        "supervision/exceptions.html",
        lists=_lists(),
        found=[group for group in groups if group.count],
        absent=[group for group in groups if not group.count],
    )


@blueprint.get("/exceptions/<kind>", may=Permission.SEE_BOARD)
def exception_kind(kind: str) -> str | Response:
    """A page of one kind; what is the rows of a list of their own is shown there."""
    if kind in _lists():
        return redirect(_lists()[kind])
    group = kinds.of_kind(kind, after=request.args.get("after"))
    address = partial(url_for, "supervision.exception_kind", kind=kind)
    return render_template(
        "supervision/exception-kind.html",
        group=group,
        first_href=address() if request.args.get("after") else "",
        next_href=address(after=group.after) if group.after else "",
    )


@blueprint.get("/exceptions/both-ways/<offence_id>", may=Permission.SEE_BOARD)
def decided_both_ways(offence_id: str) -> str:
    """The decisions of a year on one offence, to refer and not to, each with its sentences."""
    offence = existing(find_offence(offence_id), "There is no such offence in the catalogue")
    decisions = partial(kinds.decisions_on, offence_id)
    return lists.show("supervision/both-ways.html", kinds.TABLE, decisions, offence=offence)


def _lists() -> dict[str, str]:
    """The kinds that are the rows of a list of their own, and where that is."""
    return {
        "duty_gaps": url_for("supervision.rota"),
        "unassigned": url_for("supervision.board", assigned_to="nobody"),
        "unconfirmed": url_for("supervision.to_verify", long="yes"),
        "quarantined": url_for("casework.request_list", state="quarantined"),
        "untold": url_for("casework.people_to_tell"),
    }
