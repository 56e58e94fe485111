"""To whom work may be given: a person, or whoever of a team has the least."""

from collections.abc import Container

from ulss_tracker.services.core import teams, users
from ulss_tracker.web.forms import Choice

BLANK = "Choose a person or a team"
_TEAM = "team-"


def recipients(away: Container[int] = ()) -> list[Choice]:
    """Each team, then each person who may hold work, by name; those `away` are marked."""
    return [
        *(
            Choice(f"{_TEAM}{number}", f"Whoever of {name} has the least")
            for number, name in teams.names()
        ),
        *(
            Choice(str(user.id), f"{user.name} (away)" if user.id in away else user.name)
            for user in users.assignees()
        ),
    ]


def team_of(chosen: str) -> int | None:
    """The id of the team that was chosen; None where a person was."""
    return int(chosen.removeprefix(_TEAM)) if chosen.startswith(_TEAM) else None
