"""Accounts that nobody has used for 90 days are asleep: they sign in once two people wake them.

The last administrator who is awake never falls asleep: nobody could be let in again without them.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, LastSignIn, User, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.people.agreement import Agreement

ASLEEP_AFTER = timedelta(days=90)
_MANAGERS = tuple(role for role in Role if may(role, Permission.MANAGE_USERS))


def is_asleep(user: User) -> bool:
    """Whether `user` cannot sign in until two people wake them. The demo's never sleep."""
    if user.is_demo or _used_at(user) > clock.now() - ASLEEP_AFTER:
        return False
    return not may(user.role, Permission.MANAGE_USERS) or _is_another_awake(user)


def last_used(user: User) -> datetime | None:
    """When `user` last signed in; None where nobody has since this is kept."""
    sign_in = db.session.get(LastSignIn, user.id)
    return sign_in.at if sign_in else None


def used(user: User) -> None:
    """Keep, in the caller's transaction, that `user` signs in now."""
    sign_in = db.session.get(LastSignIn, user.id)
    if sign_in is None:
        db.session.add(LastSignIn(user_id=user.id, at=clock.now()))
    else:
        sign_in.at = clock.now()


def check_wake(user: User) -> None:
    """Raise `Refused` for an account that is not asleep."""
    if not user.is_active:
        raise Refused(f"{user.name} has left: make the account active first")
    if not is_asleep(user):
        raise Refused(f"{user.name} can sign in: the account is not asleep")


def wake(user: User, by: Agreement) -> None:
    """Let somebody sign in again, as two people agreed. Raises `Refused` as `check_wake`."""
    check_wake(user)
    with transaction():
        used(user)
        history.record(EventKind.ACCOUNT_WOKEN, by.made_by, email=user.email)


def _used_at(user: User) -> datetime:
    return last_used(user) or user.created_at


def _is_another_awake(user: User) -> bool:
    """Whether an administrator besides `user` can sign in."""
    used_at = func.coalesce(LastSignIn.at, User.created_at)
    query = (
        select(User.id)
        .outerjoin(LastSignIn, LastSignIn.user_id == User.id)
        .where(
            User.is_active,
            User.role.in_(_MANAGERS),
            User.id != user.id,
            used_at > clock.now() - ASLEEP_AFTER,
        )
    )
    return db.session.scalar(query.limit(1)) is not None
