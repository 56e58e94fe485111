"""Giving many reviews to somebody else at once."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import assignment
from ulss_tracker.services.cases.assignment import NOBODY, PickedReview, Reassignment
from ulss_tracker.services.core import users
from ulss_tracker.services.desk import sharing
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.recipients import BLANK, recipients, team_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, NoteField, SelectField
from ulss_tracker.web.supervision import blueprint


class HeldByForm(FilterForm):
    """Whose reviews to show."""

    assigned_to = SelectField("Assigned to", coerce=int, blank="Choose a person")
    team = SelectField("Team", blank="Any team", choices=lists.team_choices, coerce=int)


class ReassignForm(GovForm):
    """To whom the ticked reviews go."""

    assignee = SelectField("Give them to", required="Choose who to assign them to", blank=BLANK)
    note = NoteField(
        "What should they know?",
        optional=True,
        hint="It goes on the timeline of every review given.",
        rows=3,
    )


@blueprint.form("/reassign", may=Permission.REASSIGN_WORK)
def reassign() -> str | Response:
    """Show one person's open reviews to tick, and give the ticked ones to another."""
    assigned_to = _assigned_to_form()
    form = ReassignForm()
    form.assignee.choices = recipients()
    ticked = request.form.getlist("reviews")
    given: Reassignment | None = None
    if form.validate_on_submit():
        with RefusalOn(form):
            given = _give(_picked(ticked), form.assignee.data, form.note.data)
            if not given.skipped:
                _say_given(given)
                return redirect(url_for("supervision.reassign", **_shown_by()))
    shown = lists.listing(assignment.ORDERINGS, default="file_by", form=assigned_to)
    asked = assigned_to.asked()
    whose, team = asked.get("assigned_to"), asked.get("team")
    return render_template(
        "supervision/assignment.html",
        filters=assigned_to,
        form=form,
        shown=shown,
        ticked=ticked if given is None else [],
        given=given,
        page=None
        if whose is None and team is None
        else assignment.page(whose, team, by=shown.ordering, **shown.place),
    )


def _give(picked: list[PickedReview], chosen: str, note: str) -> Reassignment:
    """Give the ticked reviews to a person, or share them out within a team."""
    team_id = team_of(chosen)
    if team_id:
        return sharing.share_reviews(picked, team_id, note, staff())
    return assignment.reassign(picked, users.get(int(chosen)), note, staff())


def _shown_by() -> dict[str, Any]:
    """The part of the address that says whose reviews are shown."""
    return {name: request.args[name] for name in ("assigned_to", "team") if name in request.args}


def _assigned_to_form() -> HeldByForm:
    """List everybody with an open review, left or not, and how many; the unassigned first."""
    counts = assignment.counts()
    form = HeldByForm(request.args)
    form.assigned_to.choices = [
        Choice(str(NOBODY), f"Nobody ({counts.get(NOBODY, 0)})"),
        *(
            Choice(str(each.id), f"{each.name} ({counts[each.id]})")
            for each in users.every()
            if each.id in counts
        ),
    ]
    return form


def _picked(ticked: list[str]) -> list[PickedReview]:
    """Read what was ticked: each a review's id and the version that was on the page."""
    pairs = [each.partition(".") for each in ticked]
    return [
        PickedReview(int(review_id), int(version))
        for review_id, _, version in pairs
        if review_id.isdecimal() and version.isdecimal() and len(review_id) < 10
    ]


def _say_given(given: Reassignment) -> None:
    number = len(given.given)
    flash(f"{number} {'review' if number == 1 else 'reviews'} given", "success")
