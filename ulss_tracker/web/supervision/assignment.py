"""Giving many reviews, or many waiting requests, to somebody at once."""

from collections.abc import Container
from typing import Any

from flask import render_template, request

from ulss_tracker.models import Request, Review
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assignment import holdings
from ulss_tracker.services.assignment.assignment import NOBODY
from ulss_tracker.services.core import users
from ulss_tracker.services.people import absences
from ulss_tracker.services.protection.holders import Work
from ulss_tracker.services.requests import inbox
from ulss_tracker.web.core import assignments, lists
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.forms import Choice, GovForm, NoteField, SelectField
from ulss_tracker.web.supervision import blueprint


class HeldByForm(FilterForm):
    """Whose reviews to show."""

    assigned_to = SelectField("Assigned to", coerce=int, blank="Choose a person")
    team = SelectField("Team", blank="Any team", choices=lists.team_choices, coerce=int)


class OwnedByForm(FilterForm):
    """Whose requests to show; nobody's unless asked."""

    owner = SelectField("Owner", coerce=int)


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
    held_by = HeldByForm(request.args)
    held_by.assigned_to.choices = _holders(Review)
    listing = lists.of(holdings.TABLE, held_by)
    holder_id, team_id = listing.filters.get("assigned_to"), listing.filters.get("team")
    return render_template(
        "supervision/assignment.html",
        filters=held_by,
        shown=listing,
        page=None
        if holder_id is None and team_id is None
        else holdings.page(holder_id, team_id, **listing.place),
        **context,
    )


@blueprint.form("/reassign/requests", may=Permission.REASSIGN_WORK)
def give_requests() -> str:
    """Show one person's waiting requests, or nobody's, to tick, and give the ticked ones."""
    context = _give(Request, "requests", absences.away_now())
    address = request.args.copy()
    address.setdefault("owner", str(NOBODY))
    owned_by = OwnedByForm(address)
    owned_by.owner.choices = _holders(Request)
    listing = lists.of(inbox.TO_GIVE_TABLE, owned_by)
    filters = {"owner": NOBODY, **listing.filters}  # of one that cannot be read, nobody's
    requests = inbox.page(None, **listing.place, filters=filters)
    return render_template(
        "supervision/assignment.html", filters=owned_by, shown=listing, page=requests, **context
    )


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


def _holders(kind: type[Work]) -> list[Choice]:
    """Everybody with open work of this kind, left or not, and how much; nobody's first."""
    counts = holdings.counts(kind)
    return [
        Choice(str(NOBODY), f"Nobody ({counts.get(NOBODY, 0)})"),
        *(
            Choice(str(number), f"{name} ({counts[number]})")
            for number, name in users.names()
            if number in counts
        ),
    ]
