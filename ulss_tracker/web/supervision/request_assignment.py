"""Giving many waiting requests to somebody at once."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import users
from ulss_tracker.services.desk import sharing
from ulss_tracker.services.people import absences
from ulss_tracker.services.requests import inbox, ownership
from ulss_tracker.services.requests.inbox_filter import InboxFilter
from ulss_tracker.services.requests.ownership import NOBODY, Giving, PickedRequest
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.recipients import BLANK, recipients, team_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, NoteField, SelectField
from ulss_tracker.web.supervision import blueprint


class OwnedByForm(FilterForm):
    """Whose requests to show; nobody's unless asked."""

    owner = SelectField("Owner", coerce=int)


class GiveRequestsForm(GovForm):
    """To whom the ticked requests go."""

    to = SelectField("Give them to", required="Choose who should have them", blank=BLANK)
    note = NoteField(
        "What should they know?",
        optional=True,
        hint="It goes into the history of every request given.",
        rows=3,
    )


@blueprint.form("/reassign/requests", may=Permission.REASSIGN_WORK)
def give_requests() -> str | Response:
    """Show one person's waiting requests, or nobody's, to tick, and give the ticked ones."""
    form = GiveRequestsForm()
    form.to.choices = recipients(absences.away_now())
    ticked = request.form.getlist("requests")
    giving: Giving | None = None
    if form.validate_on_submit():
        with RefusalOn(form):
            giving = _give(_picked(ticked), form.to.data, form.note.data)
            if not giving.skipped:
                number = len(giving.given)
                flash(f"{number} {'request' if number == 1 else 'requests'} given", "success")
                shown = request.args.get("owner")
                return redirect(url_for("supervision.give_requests", owner=shown))
    owned_by = _owned_by_form()  # counted after the giving
    shown_as = lists.listing(inbox.ORDERINGS, default="deadline", form=owned_by)
    whose = owned_by.asked().get("owner", NOBODY)  # of one that cannot be read, nobody's
    return render_template(
        "supervision/request-assignment.html",
        filters=owned_by,
        form=form,
        shown=shown_as,
        ticked=ticked if giving is None else [],
        giving=giving,
        page=inbox.page(None, shown_as.ordering, **shown_as.place, asked=InboxFilter(owner=whose)),
    )


def _give(picked: list[PickedRequest], chosen: str, note: str) -> Giving:
    """Give the ticked requests to a person, or share them out within a team."""
    team_id = team_of(chosen)
    if team_id:
        return sharing.share_requests(picked, team_id, note, staff())
    return ownership.give_many(picked, users.get(int(chosen)), note, staff())


def _owned_by_form() -> OwnedByForm:
    """List everybody with a waiting request, left or not, and how many; nobody first."""
    counts = ownership.counts()
    asked = request.args.copy()
    asked.setdefault("owner", str(NOBODY))
    form = OwnedByForm(asked)
    form.owner.choices = [
        Choice(str(NOBODY), f"Nobody ({counts.get(NOBODY, 0)})"),
        *(
            Choice(str(number), f"{name} ({counts[number]})")
            for number, name in users.names()
            if number in counts
        ),
    ]
    return form


def _picked(ticked: list[str]) -> list[PickedRequest]:
    """Read what was ticked: each a request's id and that of its owner on the page."""
    pairs = [each.partition(".") for each in ticked]
    return [
        PickedRequest(int(number), int(owner_id))
        for number, _, owner_id in pairs
        if number.isdecimal() and owner_id.isdecimal() and max(len(number), len(owner_id)) < 10
    ]
