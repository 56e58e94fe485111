"""Records for tests to work on, made through the services where there is one."""

import secrets
from functools import cache

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.saving import saving
from ulss_tracker.services.users import hasher

PASSWORD = "a long enough password"


@cache
def _password_hash() -> str:
    """Hashing is slow on purpose: once for all the tests' people."""
    return hasher.hash(PASSWORD)


def user(role: Role = Role.CASEWORKER, *, email: str | None = None, name: str = "") -> User:
    """The member of staff with this email (by default one for each role), with `PASSWORD`."""
    email = email or f"{role.value.replace('_', '-')}@example.org"
    found = db.session.scalar(select(User).where(User.email == email))
    if found is not None:
        return found
    with saving():
        made = User(
            email=email,
            name=name or f"Test {role.label}",
            role=role,
            password_hash=_password_hash(),
            session_key=secrets.token_urlsafe(32),
            created_at=clock.now(),
        )
        db.session.add(made)
    return made
