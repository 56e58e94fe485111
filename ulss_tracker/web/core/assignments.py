"""Giving work on any page: to whom it may be given, what was ticked, and the key of its undoing."""

from collections.abc import Container, Sequence
from datetime import UTC, datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import User
from ulss_tracker.services.assignment import assignment, balancing, carrying_out
from ulss_tracker.services.assignment.carrying_out import Given, Result, Ticked
from ulss_tracker.services.core import teams, users
from ulss_tracker.services.protection.holders import Work
from ulss_tracker.web.core.ids import is_id
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice

BLANK = "Choose a person or a team"
UNDO_MINUTES = int(carrying_out.UNDO_WITHIN.total_seconds() // 60)
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


def recipient_of(work: Work, choice: str) -> User:
    """The person chosen, or whoever of the team has the least.

    Raises `Refused` for nobody, and for whoever has it already.
    """
    if choice.startswith(_TEAM):
        recipient = balancing.least_loaded(work, _team_id(choice))
    else:
        recipient = users.get(int(choice))
    assignment.check_new_holder(work, recipient)
    return recipient


def give_ticked(kind: type[Work], ticked: Sequence[Ticked], choice: str, note: str) -> Result:
    """Give what was ticked to the person chosen, or balance it within the team."""
    if choice.startswith(_TEAM):
        assignments = carrying_out.of_ticked(kind, ticked, note=note)
        assignments = balancing.balance(assignments, staff(), team_id=_team_id(choice))
    else:
        assignments = carrying_out.of_ticked(kind, ticked, users.get(int(choice)), note)
    return carrying_out.carry_out(assignments, staff())


def read_ticked(values: Sequence[str]) -> list[Ticked]:
    """Those that were ticked: an id, how it was seen, and who is to have it, if that is said."""
    parts = [value.split(".") for value in values]
    return [
        Ticked(*(int(number) for number in numbers))
        for numbers in parts
        if len(numbers) in {2, 3} and all(is_id(number) for number in numbers)
    ]


def undo_key(result: Result) -> str:
    """The key that a page sends to undo what was given; "" when nothing was."""
    if not result.given:
        return ""
    now = int(clock.now().timestamp())
    pieces = [[work.is_request, work.id, work.left_as, work.before_id] for work in result.given]
    return _signer().dumps({"by": staff().id, "at": now, "given": pieces})


def undo(key: str) -> Result:
    """Return what the key says. Raises `Refused` for one that is not theirs, or of no use."""
    try:
        signed = _signer().loads(key)
    except BadSignature as error:
        raise Refused("There is nothing here to undo: give the work back one by one") from error
    if signed["by"] != staff().id:
        raise Refused("Somebody else did that: ask them to undo it")
    pieces = [Given(*piece) for piece in signed["given"]]
    return carrying_out.undo(pieces, datetime.fromtimestamp(signed["at"], UTC), staff())


def _team_id(choice: str) -> int:
    return int(choice.removeprefix(_TEAM))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="undo what was done together")
