"""People named with “@” in a note or a comment: each is told, if the case is theirs to see."""

import re
from collections.abc import Sequence

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Event, Mention, User, db
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import users
from ulss_tracker.services.protection import sealing

_BEFORE = r"(?<![\w.@])@"
"""An “@” within an address of email names nobody."""


def named_in(words: str, case: Case, permission: Permission = Permission.SEE_CASES) -> list[User]:
    """Those whom the words name with “@” and their full name, each once.

    Raises `Refused` for somebody who may not see the case, and where two people have the name.
    """
    if "@" not in words:
        return []
    by_name: dict[str, list[User]] = {}
    for person in users.every():
        if re.search(_BEFORE + re.escape(person.name) + r"(?!\w)", words, re.IGNORECASE):
            by_name.setdefault(person.name.casefold(), []).append(person)
    longest = [
        people
        for name, people in by_name.items()
        if not any(other != name and other.startswith(f"{name} ") for other in by_name)
    ]
    for people in longest:
        active = [user for user in people if user.is_active]
        if len(active) > 1:
            raise Refused(
                f"Two people are called {people[0].name}: choose under “Who should read it?”"
            )
        check_may_read(case, (active or people)[0], permission)
    return [next(user for user in people if user.is_active) for people in longest]


def check_may_read(case: Case, person: User, permission: Permission = Permission.SEE_CASES) -> None:
    """Raise `Refused` where this person has left, or may not read what is written on the case."""
    if not person.is_active:
        raise Refused(f"{person.name} has left: choose somebody else")
    if not may(person.role, permission) or not sealing.may_see(case, person):
        raise Refused(
            f"{person.name} may not see this case: take the name out, or choose somebody else"
        )
    if person.id in case.conflicted_ids:
        raise Refused(
            f"{person.name} declared a conflict of interest in this case: choose somebody else"
        )


def keep(event: Event, case: Case, people: Sequence[User], by: User) -> None:
    """Keep whom this line of history is for, in the caller's transaction."""
    db.session.flush()  # the line must have its number
    db.session.add_all(
        Mention(event_id=event.id, case_id=case.id, person_id=number, by_id=by.id, at=clock.now())
        for number in dict.fromkeys(user.id for user in people)
    )
