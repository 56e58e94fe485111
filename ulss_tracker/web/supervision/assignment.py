"""Giving many reviews to somebody else at once."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.services.cases import assignment
from ulss_tracker.services.cases.assignment import NOBODY, Given, Picked
from ulss_tracker.services.core import users
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, SelectField, TextAreaField
from ulss_tracker.web.supervision import blueprint


class HeldByForm(FilterForm):
    """Whose reviews to show."""

    held_by = SelectField("Held by", coerce=int, blank="Choose a person")


class ReassignForm(GovForm):
    """To whom the ticked reviews go."""

    holder = SelectField(
        "Give them to", required="Choose who should hold them", coerce=int, blank="Choose a person"
    )
    note = TextAreaField(
        "What should they know?",
        optional=True,
        hint="It goes on the timeline of every review given.",
        max_length=10_000,
        rows=3,
    )


@blueprint.route("/reassign", methods=["GET", "POST"])
def reassign() -> str | Response:
    """Show one person's open reviews to tick, and give the ticked ones to another."""
    held_by = _held_by_form()
    form = ReassignForm()
    form.holder.choices = [Choice(str(each.id), each.name) for each in users.holders()]
    ticked = request.form.getlist("reviews")
    given: Given | None = None
    if form.validate_on_submit():
        try:
            given = assignment.reassign(
                _picked(ticked), users.get(form.holder.data), form.note.data, staff()
            )
        except Refused as refusal:
            form.form_errors.append(str(refusal))
        else:
            if not given.skipped:
                _say_given(given)
                return redirect(
                    url_for("supervision.reassign", held_by=request.args.get("held_by"))
                )
    shown = lists.listing(assignment.ORDERINGS, default="file_by", form=held_by)
    whose = held_by.asked().get("held_by")
    return render_template(
        "supervision/assignment.html",
        filters=held_by,
        form=form,
        shown=shown,
        ticked=ticked if given is None else [],
        given=given,
        page=None if whose is None else assignment.held(whose, by=shown.ordering, **shown.place),
    )


def _held_by_form() -> HeldByForm:
    """Everybody who holds an open review, left or not, and how many; those of nobody first."""
    counts = assignment.counts()
    form = HeldByForm(request.args)
    form.held_by.choices = [
        Choice(str(NOBODY), f"Nobody ({counts.get(NOBODY, 0)})"),
        *(
            Choice(str(each.id), f"{each.name} ({counts[each.id]})")
            for each in users.every()
            if each.id in counts
        ),
    ]
    return form


def _picked(ticked: list[str]) -> list[Picked]:
    """What was ticked: each a review's id and the version that was on the page."""
    pairs = [each.partition(".") for each in ticked]
    return [
        Picked(int(review_id), int(version))
        for review_id, _, version in pairs
        if review_id.isdecimal() and version.isdecimal() and len(review_id) < 10
    ]


def _say_given(given: Given) -> None:
    number = len(given.given)
    flash(f"{number} {'review' if number == 1 else 'reviews'} given", "success")
