"""Making, changing and ending teams; each change is a line of history."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, EventKind, Team, TeamMember, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import teams
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

LONGEST_NAME = 60
_CHANGES_SHOWN = 20


def make(name: str, members: Collection[User], lead: User | None, by: User) -> Team:
    """Make a team. Whoever is in another leaves it.

    Raises `NotAllowed`, and `Refused` for a name that is missing or taken, a member who works on no
    cases, and a lead who is no supervisor among the members.
    """
    require(by, Permission.MANAGE_TEAMS)
    with transaction():
        team = Team(made_at=clock.now())
        _check_and_set(team, name, members, lead, by, before={})
    return team


def change(
    team: Team, name: str, members: Collection[User], lead: User | None, by: User, *, version: int
) -> None:
    """Change a team's name, members or lead. Refuses as `make` does, and `ChangedMeanwhile`."""
    require(by, Permission.MANAGE_TEAMS)
    with locked(team):
        check_version(team, version)
        before = _values(team)
        _check_and_set(team, name, members, lead, by, before=before)


def end(team: Team, by: User, *, version: int) -> None:
    """End a team: its members are in none, and keep their work. Raises `ChangedMeanwhile`."""
    require(by, Permission.MANAGE_TEAMS)
    with locked(team):
        check_version(team, version)
        before = _values(team)
        team.ended_at, team.lead, team.members = clock.now(), None, []
        team.version += 1
        db.session.flush()
        _record(team, by, before)


def changes() -> Sequence[Event]:
    """The latest changes of any team, the newest first."""
    query = (
        select(Event)
        .where(Event.kind == EventKind.TEAM_CHANGED)
        .order_by(Event.id.desc())
        .limit(_CHANGES_SHOWN)
        .options(joinedload(Event.by))
    )
    return list(db.session.scalars(query))


def team_names() -> dict[int, str]:
    """The name of the team that each person is in, by their id."""
    query = select(TeamMember.user_id, Team.name).join(Team, Team.id == TeamMember.team_id)
    return {row.user_id: row.name for row in db.session.execute(query)}


def _check_and_set(
    team: Team,
    name: str,
    members: Collection[User],
    lead: User | None,
    by: User,
    *,
    before: dict[str, object],
) -> None:
    name = " ".join(name.split())
    _check(team, name, members, lead)
    chosen = {user.id for user in members}
    for other in teams.every():
        if other is not team and chosen & {user.id for user in other.members}:
            _leave(other, chosen, by)
    team.name, team.lead = name, lead
    team.members = sorted(members, key=lambda user: (user.name, user.id))
    db.session.add(team)
    db.session.flush()
    if before != _values(team):
        team.version += 1 if before else 0
        _record(team, by, before)


def _check(team: Team, name: str, members: Collection[User], lead: User | None) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name for the team, of at most {LONGEST_NAME} letters")
    same = select(Team.id).where(func.lower(Team.name) == name.lower(), Team.ended_at.is_(None))
    if db.session.scalars(same.where(Team.id != (team.id or 0))).first() is not None:
        raise Refused("There is a team with this name already")
    for user in members:
        require(user, Permission.WORK_CASES)
    if lead is not None and lead.id not in {member.id for member in members}:
        raise Refused(f"{lead.name} is not in the team: choose a lead among its members")
    if lead is not None and not may(lead.role, Permission.REASSIGN_WORK):
        raise Refused(f"{lead.name} cannot lead: choose a supervisor, who can give work to others")


def _leave(team: Team, leaving: Collection[int], by: User) -> None:
    """Take out of a team those who go to another."""
    before = _values(team)
    team.members = [user for user in team.members if user.id not in leaving]
    if team.lead_id in leaving:
        team.lead = None
    team.version += 1
    db.session.flush()
    _record(team, by, before)


def _values(team: Team) -> dict[str, object]:
    return {
        "team": team.name,
        "members": ", ".join(user.name for user in team.members),
        "lead": team.lead.name if team.lead else "",
        "is_ended": team.ended_at is not None,
    }


def _record(team: Team, by: User, before: dict[str, object]) -> None:
    history.record(EventKind.TEAM_CHANGED, by, before=before, **_values(team))
