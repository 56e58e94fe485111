"""Teams: who is in which, who leads it, and what changed of them."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.models import Team, User
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import teams as existing
from ulss_tracker.services.core import users
from ulss_tracker.services.people import teams as managing
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    SelectField,
    TextField,
    VersionedForm,
    pressed_version,
)

_NO_LEAD = 0


class TeamForm(VersionedForm):
    """A team's name, its members and its lead."""

    name = TextField(
        "Name of the team", required="Enter a name for the team", max_length=managing.LONGEST_NAME
    )
    members = CheckboxesField("Who is in it?", hint="Nobody is in two teams", coerce=int)
    lead = SelectField(
        "Who leads it?",
        hint="A supervisor among its members",
        coerce=int,
        default=_NO_LEAD,
    )


@blueprint.get("/teams", may=Permission.MANAGE_TEAMS)
def teams() -> str:
    """List every team with its lead and members, who is in none, and the latest changes."""
    every = existing.every()
    placed = {person.id for team in every for person in team.members}
    return render_template(
        "admin/teams.html",
        teams=every,
        in_none=[person for person in users.assignees() if person.id not in placed],
        changes=managing.changes(),
    )


@blueprint.form("/teams/new", may=Permission.MANAGE_TEAMS)
def add_team() -> str | Response:
    """Make a team."""
    form = _form(None)
    if form.validate_on_submit():
        with RefusalOn(form):
            managing.make(form.name.data, _members(form), _lead(form), staff())
            return done(f"Team {form.name.data} made", "admin.teams")
    return render_template("admin/team.html", form=form, team=None)


@blueprint.form("/teams/<int:team_id>", may=Permission.MANAGE_TEAMS)
def change_team(team_id: int) -> str | Response:
    """Change a team's name, members or lead."""
    team = existing.get(team_id)
    form = _form(team)
    if form.validate_on_submit():
        with RefusalOn(form):
            managing.change(
                team,
                form.name.data,
                _members(form),
                _lead(form),
                staff(),
                version=form.seen_version,
            )
            return done(f"Team {team.name} changed", "admin.teams")
    return render_template("admin/team.html", form=form, team=team)


@blueprint.post("/teams/<int:team_id>/end", may=Permission.MANAGE_TEAMS)
def end_team(team_id: int) -> Response:
    """End a team: its members keep their work."""
    team = existing.get(team_id)
    managing.end(team, staff(), version=pressed_version())
    return done(f"Team {team.name} ended. Its members keep their work", "admin.teams")


def _form(team: Team | None) -> TeamForm:
    people, placed = users.assignees(), managing.team_names()
    form = TeamForm(
        name=team.name if team else "",
        members=[person.id for person in team.members] if team else [],
        lead=team.lead_id or _NO_LEAD if team else _NO_LEAD,
        version=team.version if team else 0,
    )
    form.members.choices = [
        Choice(str(person.id), person.name, hint=_where(person, placed, team)) for person in people
    ]
    leads = [person for person in people if may(person.role, Permission.REASSIGN_WORK)]
    form.lead.choices = [
        Choice(str(_NO_LEAD), "Nobody"),
        *(Choice(str(person.id), person.name) for person in leads),
    ]
    return form


def _where(person: User, placed: dict[int, str], team: Team | None) -> str:
    """Which other team somebody is in, whom choosing would move."""
    name = placed.get(person.id, "")
    return f"Now in {name}" if name and (team is None or name != team.name) else ""


def _members(form: TeamForm) -> list[User]:
    return [person for person in users.assignees() if person.id in form.members.data]


def _lead(form: TeamForm) -> User | None:
    return users.get(form.lead.data) if form.lead.data else None
