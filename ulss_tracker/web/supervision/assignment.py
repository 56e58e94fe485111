"""Giving many reviews, or many waiting requests, to somebody at once."""

from collections.abc import Container
from typing import Any

from flask import render_template, request

from ulss_tracker.models import Request, Review
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import holdings
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection.holders import Work
from ulss_tracker.services.requests import inbox
from ulss_tracker.web.core import assignments, lists
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.forms import GovForm, NoteField, SelectField
from ulss_tracker.web.supervision import blueprint


class GiveForm(GovForm):
    """To whom the ticked reviews or requests go."""

    to = SelectField(
        "Give them to", required="Choose who should have them", blank=assignments.BLANK
    )
    note = NoteField(
        "What should they know?",
        optional=True,
        hint="It goes into the history of each that is given.",
        rows=3,
    )


@blueprint.form("/reassign", may=Permission.REASSIGN_WORK)
def reassign() -> str:
    """Show one person's open reviews to tick, and give the ticked ones to another."""
    context = _give(Review, "reviews")
    listing = lists.of(holdings.TABLE)
    return render_template(
        "supervision/assignment.html",
        shown=listing,
        page=holdings.page(listing.filters, **listing.place) if listing.filters else None,
        **context,
    )


@blueprint.form("/reassign/requests", may=Permission.REASSIGN_WORK)
def give_requests() -> str:
    """Show one person's waiting requests, or nobody's, to tick, and give the ticked ones."""
    context = _give(Request, "requests", absences.away_now())
    address = request.args.copy()
    address.setdefault("owner", str(NOBODY))
    listing = lists.of(inbox.TO_GIVE_TABLE, lists.filter_form(inbox.TO_GIVE_TABLE)(address))
    filters = {"owner": NOBODY, **listing.filters}  # of one that cannot be read, nobody's
    requests = inbox.page(None, filters, **listing.place)
    return render_template("supervision/assignment.html", shown=listing, page=requests, **context)


def _give(kind: type[Work], name: str, away: Container[int] = ()) -> dict[str, Any]:
    """Give the ticked boxes called `name`, once that is pressed: what the page shows of it."""
    form = GiveForm()
    form.to.choices = assignments.recipients(away)
    ticked, result = request.form.getlist(name), None
    if form.validate_on_submit():
        with RefusalOn(form):
            result = assignments.give_ticked(
                kind, assignments.read_ticked(ticked), form.to.data, form.note.data
            )
    return {
        "name": name,
        "form": form,
        "ticked": [] if result else ticked,
        "result": result,
        "undo_key": assignments.undo_key(result) if result else "",
        "minutes": assignments.UNDO_MINUTES,
    }
