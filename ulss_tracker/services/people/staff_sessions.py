"""Sessions of staff on the server: one key each, made at sign-in, and when each ends.

It ends by signing out, unused for half an hour, after twelve hours, in another browser than it was
begun in (its cookie is in other hands), and with every other of the account when its password, role
or second factor is another.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import contains_eager

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.models import SecurityKind, StaffSession, User, db
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.table import NO_FILTERS, Column, Place, Table
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import security_log

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_AFTER = timedelta(minutes=5)
"""How much later a session must be used for that to be written down."""
_KEPT_FOR = timedelta(days=90)

TABLE = Table(
    title="Who is signed in",
    columns=(
        Column("name", "Name"),
        Column("role", "Role", lambda row: row.user.role),
        Column(
            "begun_at",
            "Signed in",
            order=Ordering("begun", StaffSession.begun_at, number=StaffSession.id),
        ),
        Column(
            "seen_at",
            "Last used",
            order=Ordering("used", StaffSession.seen_at, number=StaffSession.id),
        ),
        Column("address", "From", lambda row: row.address or "Not known"),
    ),
    default="-begun",
)


@dataclass(frozen=True, slots=True)
class Ending:
    """When a session ends if it is not used, and whether using it would put that off."""

    at: datetime
    may_be_later: bool


def seen_at(key: str, device: str) -> ColumnElement[datetime]:
    """When the session with this key, in this browser, was last used; nothing where it has ended.

    A part of a statement about its `User`.
    """
    now = clock.now()
    return (
        select(StaffSession.seen_at)
        .where(
            StaffSession.key_hash == _hashed(key),
            StaffSession.user_id == User.id,
            StaffSession.ended_at.is_(None),
            StaffSession.begun_at > now - LONGEST,
            StaffSession.seen_at > now - IDLE,
            or_(StaffSession.device == "", StaffSession.device == device),
        )
        .correlate(User)
        .scalar_subquery()
    )


def begin(user: User, *, device: str = "", address: str = "") -> str:
    """Begin a session; its key, for the cookie alone. Those of long ago are forgotten.

    `device` is the browser that it belongs to, "" for none.
    """
    key, now = secrets.token_urlsafe(32), clock.now()
    with transaction():
        db.session.execute(
            delete(StaffSession).where(
                StaffSession.user_id == user.id, StaffSession.begun_at < now - _KEPT_FOR
            )
        )
        db.session.add(
            StaffSession(
                user_id=user.id,
                key_hash=_hashed(key),
                account_key=user.session_key,
                device=device,
                address=address,
                begun_at=now,
                seen_at=now,
            )
        )
    return key


def renew(key: str) -> str:
    """Give the session with this key another, for the cookie alone: a copy of the cookie ends."""
    renewed = secrets.token_urlsafe(32)
    with transaction():
        db.session.execute(
            update(StaffSession)
            .where(StaffSession.key_hash == _hashed(key))
            .values(key_hash=_hashed(renewed))
        )
    return renewed


def use(key: str) -> None:
    """Write down that a session is used now."""
    with transaction():
        db.session.execute(
            update(StaffSession)
            .where(StaffSession.key_hash == _hashed(key))
            .values(seen_at=clock.now())
        )


def ending_of(key: str) -> Ending:
    """When the session with this key ends, which has not ended yet."""
    begun_at, seen_at = db.session.execute(
        select(StaffSession.begun_at, StaffSession.seen_at).where(
            StaffSession.key_hash == _hashed(key)
        )
    ).one()
    unused, longest = seen_at + IDLE, begun_at + LONGEST
    return Ending(at=min(unused, longest), may_be_later=unused < longest)


def sign_out(key: str) -> None:
    """End one session, and no other of the person's."""
    staff_session = _end(key)
    if staff_session is not None:
        security_log.note(SecurityKind.SIGNED_OUT, by=staff_session.user)


def end_own(user: User, session_id: int) -> None:
    """End one session of a person's, wherever it is. Raises `NotFound` for another's or none."""
    with transaction():
        staff_session = existing(
            db.session.scalar(
                select(StaffSession)
                .where(
                    StaffSession.id == session_id,
                    StaffSession.user_id == user.id,
                    StaffSession.ended_at.is_(None),
                )
                .with_for_update()
            ),
            "This session has ended already",
        )
        staff_session.ended_at = clock.now()
    security_log.note(SecurityKind.SESSION_ENDED, by=user, detail="by its owner")


def end_lost(key: str, device: str) -> None:
    """End a session whose key came and opened nothing any more, and log why: once."""
    staff_session = _end(key)
    if staff_session is not None:
        why = _why_lost(staff_session, device)
        security_log.note(SecurityKind.SESSION_ENDED, by=staff_session.user, detail=why)


def owner_of(key: str, device: str) -> User | None:
    """Whose session this key was, in this browser, also once it has ended; None for nobody's.

    A key in another browser is in other hands, and says nothing of who holds it.
    """
    session = db.session.scalar(select(StaffSession).where(StaffSession.key_hash == _hashed(key)))
    if session is None or session.device not in ("", device) or not session.user.is_active:
        return None
    return session.user


def open_of(user: User) -> list[StaffSession]:
    """The sessions of a person that have not ended, the last used first."""
    query = _open().where(
        StaffSession.user_id == user.id, StaffSession.account_key == user.session_key
    )
    return list(db.session.scalars(query.order_by(StaffSession.seen_at.desc(), StaffSession.id)))


def page(filters: Mapping[str, Any] = NO_FILTERS, **place: Unpack[Place]) -> Rows[StaffSession]:
    """A page of everybody's sessions that have not ended, with whose they are."""
    query = _open().join(StaffSession.user).options(contains_eager(StaffSession.user))
    query = query.where(User.is_active, StaffSession.account_key == User.session_key)
    return TABLE.rows(query, filters, **place)


def is_of(session: StaffSession, key: str) -> bool:
    """Whether this is the session with this key."""
    return session.key_hash == _hashed(key)


def _open() -> Select[StaffSession]:
    now = clock.now()
    return select(StaffSession).where(
        StaffSession.ended_at.is_(None),
        StaffSession.begun_at > now - LONGEST,
        StaffSession.seen_at > now - IDLE,
    )


def _end(key: str) -> StaffSession | None:
    """End the session with this key; None where there is none, or it has ended."""
    with transaction():
        staff_session = db.session.scalar(
            select(StaffSession)
            .where(StaffSession.key_hash == _hashed(key), StaffSession.ended_at.is_(None))
            .with_for_update()
        )
        if staff_session is not None:
            staff_session.ended_at = clock.now()
    return staff_session


def _why_lost(session: StaffSession, device: str) -> str:
    now = clock.now()
    if session.account_key != session.user.session_key or not session.user.is_active:
        return "account changed"
    if session.device not in ("", device):
        return "another browser"
    return "twelve hours" if session.begun_at <= now - LONGEST else "unused"


def _hashed(key: str) -> str:
    """The key is random and long: a plain hash gives nothing away."""
    return hashlib.sha256(key.encode()).hexdigest()
