"""Members of staff: who they are, and what they may do."""

import secrets
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pwdlib import PasswordHash
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.exc import DBAPIError

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import User, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.time.time_words import listed
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import teams
from ulss_tracker.services.core.email_addresses import comparable
from ulss_tracker.services.core.unit_of_work import transaction

SHORTEST_PASSWORD = 12
DEMO_PASSWORD = "fair-and-in-time-28"  # noqa: S105 - public on purpose

_NAMES = select(User.id, User.name).order_by(User.name, User.id)

hasher = PasswordHash.recommended()


def add(
    *,
    email: str,
    name: str,
    role: Role,
    password: str,
    is_demo: bool = False,
    law_office: LawOfficer | None = None,
    password_hash: str | None = None,
) -> User:
    """Add a member of staff who may sign in with `email` and `password`.

    `password_hash` is the password's, where the caller has it: hashing is slow on purpose.
    Raises `Refused` when the email is taken or the password has fewer than 12 characters.
    """
    email = comparable(email)
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(f"The password must have {SHORTEST_PASSWORD} characters or more")
    with transaction():
        if by_email(email) is not None:
            raise Refused("Somebody with this email address can already sign in")
        user = User(
            email=email,
            name=name,
            role=role,
            password_hash=password_hash or hasher.hash(password),
            session_key=secrets.token_urlsafe(32),
            is_active=True,
            is_demo=is_demo,
            law_office=law_office if role is Role.LAW_OFFICER else None,
            created_at=clock.now(),
        )
        db.session.add(user)
    return user


def register_clerk() -> User:
    """The account in whose name the old register is imported from a terminal. Nobody signs in."""
    email = "register-import@tracker.invalid"
    user = by_email(email)
    if user is not None:
        return user
    clerk = add(
        email=email,
        name="Register import",
        role=Role.SUPERVISOR,
        password=secrets.token_urlsafe(32),
    )
    with transaction():
        clerk.is_active = False
    return clerk


def by_email(email: str) -> User | None:
    """The member of staff with this email address, in capitals or not."""
    return db.session.scalar(select(User).where(User.email == comparable(email)))


def get(user_id: int) -> User:
    """The member of staff with this id. Raises `NotFound`."""
    return existing(db.session.get(User, user_id), "There is no such person")


def every() -> list[User]:
    """All members of staff, by name."""
    return list(db.session.scalars(select(User).order_by(User.name, User.id)))


def names() -> Sequence[tuple[int, str]]:
    """The id and the name of every member of staff, by name."""
    return [(row.id, row.name) for row in db.session.execute(_NAMES)]


def counts_by_role() -> dict[Role, int]:
    """How many people can sign in with each role; of none that nobody has."""
    query = (
        select(User.role, func.count().label("people")).where(User.is_active).group_by(User.role)
    )
    return {row.role: row.people for row in db.session.execute(query)}


def assignees(team_id: int | None = None) -> list[User]:
    """Those who may hold a review, of everybody or of a team, by name."""
    query = select(User).where(may_be_assigned()).order_by(User.name, User.id)
    if team_id is not None:
        query = query.where(User.id.in_(teams.members_of(team_id)))
    return list(db.session.scalars(query))


def readers_of_cases() -> list[User]:
    """Those of the office who may read cases and can sign in, by name: whom a note may mention."""
    return _active(
        role for role in Role if may(role, Permission.SEE_CASES) and not role.sees_named_cases_only
    )


def verifiers() -> list[User]:
    """Those who may verify facts and can sign in, by name."""
    return _active(role for role in Role if may(role, Permission.VERIFY_FACTS))


def counsel() -> list[User]:
    """The counsel who can sign in, by name: whom a case may name."""
    return _active([Role.COUNSEL])


def may_be_assigned() -> ColumnElement[bool]:
    """Whether somebody may hold a review, for a query."""
    roles = [role for role in Role if may(role, Permission.WORK_CASES)]
    return and_(User.role.in_(roles), User.is_active)


def law_officers() -> list[User]:
    """The active law officers, by name."""
    return _active([Role.LAW_OFFICER])


def _active(roles: Iterable[Role]) -> list[User]:
    query = select(User).where(User.role.in_(list(roles)), User.is_active)
    return list(db.session.scalars(query.order_by(User.name, User.id)))


def has_demo_accounts() -> bool:
    """Whether the demo's well-known logins are in this database; none are before it has tables."""
    try:
        return db.session.scalar(select(User.id).where(User.is_demo).limit(1)) is not None
    except DBAPIError:
        db.session.rollback()
        return False


def require(user: User, permission: Permission) -> None:
    """Raise `NotAllowed` unless `user` holds `permission`: services do not trust the screens."""
    if not may(user.role, permission):
        raise not_for(user, [role for role in Role if may(role, permission)])


def not_for(user: User, takers: Sequence[Role]) -> NotAllowed:
    """Make the refusal shown to `user` for something that is for `takers` to do."""
    return NotAllowed(
        f"{_one(user.role).capitalize()} cannot do this: it is for "
        f"{listed([_one(role) for role in takers], 'or')} to do"
    )


def _one(role: Role) -> str:
    if role is Role.PRIVATE_OFFICE:
        return "the private office"
    if role is Role.COUNSEL:
        return "counsel"
    return f"{'an' if role.label[0] in 'AEIOU' else 'a'} {role.label.lower()}"


@lru_cache
def stand_in_hash() -> str:
    """A hash to check against when there is no such person, so that both take as long."""
    return hasher.hash(secrets.token_urlsafe(16))
