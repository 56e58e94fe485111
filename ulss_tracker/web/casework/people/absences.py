"""Who is away, who stands in, and recording it: one's own days, or anybody's for a supervisor."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import users
from ulss_tracker.services.people import absences as away
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.people.absence_form import AbsenceForm
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, pressed_version


@blueprint.get("/absences", may=Permission.WORK_CASES)
def absences() -> str:
    """Who is away now and who will be, with who really stands in."""
    return render_template(
        "casework/people/absences.html", absences=away.now_and_to_come(), may_all=_may_all()
    )


@blueprint.form("/absences/new", may=Permission.WORK_CASES)
def record_absence() -> str | Response:
    """Record days away and who covers."""
    people = users.assignees()
    form = AbsenceForm(person=staff().id)
    form.cover.choices = [Choice(str(person.id), person.name) for person in people]
    absentees = people if _may_all() else [person for person in people if person.id == staff().id]
    form.person.choices = [Choice(str(person.id), person.name) for person in absentees]
    if form.validate_on_submit():
        by_id = {person.id: person for person in people}
        with RefusalOn(form):
            away.record(
                by_id[form.person.data],
                form.from_on.data,
                form.to_on.data,
                by_id[form.cover.data] if form.cover.data else None,
                staff(),
            )
            return done("Absence recorded", "casework.absences")
    return render_template("layouts/form.html", form=form, cancel=url_for("casework.absences"))


@blueprint.post("/absences/<int:absence_id>/end", may=Permission.WORK_CASES)
def end_absence(absence_id: int) -> Response:
    """Say that somebody is back, or will not be away after all."""
    absence = away.get(absence_id)
    away.end(absence, staff(), version=pressed_version())
    return done(f"{absence.person.name} is no longer recorded as away", "casework.absences")


def _may_all() -> bool:
    return may(staff().role, Permission.REASSIGN_WORK)
