"""Who is in which team: read wherever people or their work are listed."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker.errors import NotFound
from ulss_tracker.models import Team, TeamMember, db

_NAMES = select(Team.id, Team.name).where(Team.ended_at.is_(None)).order_by(Team.name, Team.id)


def names() -> Sequence[tuple[int, str]]:
    """The id and the name of every team there is, by name."""
    return [(number, name) for number, name in db.session.execute(_NAMES)]


def every() -> list[Team]:
    """Every team there is, by name, with its lead and its members."""
    query = (
        select(Team)
        .where(Team.ended_at.is_(None))
        .order_by(Team.name, Team.id)
        .options(joinedload(Team.lead), selectinload(Team.members))
    )
    return list(db.session.scalars(query))


def get(team_id: int) -> Team:
    """The team with this id. Raises `NotFound`, also for one that has ended."""
    team = db.session.get(Team, team_id)
    if team is None or team.ended_at is not None:
        raise NotFound("There is no such team")
    return team


def members_of(team_id: int) -> Select[int]:
    """The ids of those in a team, for a query."""
    return select(TeamMember.user_id).where(TeamMember.team_id == team_id)
