"""A database that was restored from a backup sends nothing until an administrator confirms it.

What the lost one sent after the backup was taken is not known here. So whatever had not gone by
then is held back for a person to judge, and no job that sends runs before somebody has said that
this is the database the office goes on with, and that the lost one sends no more.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    JobRun,
    Message,
    MessageState,
    PasswordLink,
    RestoredCopy,
    User,
    Worker,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted, utc_figures
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.operations import erasing

HELD_BECAUSE = (
    "Restored from a backup: it may have gone after the backup was taken. "
    "Send it only if it has not arrived"
)
_MOST_SHOWN = 10

AS_OF = (
    select(RestoredCopy.as_of_at)
    .where(RestoredCopy.confirmed_at.is_(None))
    .order_by(RestoredCopy.id.desc())
    .limit(1)
    .scalar_subquery()
)
"""Up to when a copy that nobody has confirmed knows everything; nothing where there is none."""


def mark(as_of: datetime, *, unsigned_because: str = "") -> RestoredCopy:
    """Take a database restored from a backup of `as_of` in hand: all of it, or nothing.

    No worker of the lost service is left, nor any lock of one; what waited to be sent is held back.
    Whoever was signed in then is not, and no link to set a password opens. `unsigned_because` says
    who accepted a backup that was not signed, and why. What was erased since is erased again.
    """
    now = clock.now()
    erasing.replay()
    with transaction():
        db.session.execute(delete(Worker))
        db.session.execute(
            update(JobRun).where(JobRun.worker_id.is_not(None)).values(worker_id=None)
        )
        unsent = Message.state.in_((MessageState.WAITING, MessageState.SENDING))
        held = db.session.execute(
            update(Message)
            .where(unsent, ~Message.by_hand)
            .values(
                state=MessageState.HELD, claimed_by="", next_try_at=now, last_error=HELD_BECAUSE
            )
            .returning(Message.id)
        ).all()
        for user in db.session.scalars(select(User)):
            user.session_key = secrets.token_urlsafe(32)
        for link in db.session.scalars(select(PasswordLink).where(PasswordLink.used_at.is_(None))):
            link.used_at = now
        copy = RestoredCopy(
            restored_at=now,
            as_of_at=as_of,
            held_messages=len(held),
            unsigned_because=unsigned_because or None,
        )
        db.session.add(copy)
    return copy


def is_unconfirmed() -> bool:
    """Whether this is a restored copy that no administrator has confirmed."""
    return db.session.scalar(select(AS_OF)) is not None


def latest() -> Sequence[RestoredCopy]:
    """The last times that the database was restored, the newest first."""
    query = (
        select(RestoredCopy)
        .options(joinedload(RestoredCopy.confirmed_by))
        .order_by(RestoredCopy.id.desc())
        .limit(_MOST_SHOWN)
    )
    return db.session.scalars(query).all()


def confirm(by: User) -> None:
    """Let it send again. Raises `NotAllowed`, and `Refused` where nothing waits for it."""
    require(by, Permission.CONFIRM_RESTORE)
    with transaction():
        confirmed = db.session.execute(
            update(RestoredCopy)
            .where(RestoredCopy.confirmed_at.is_(None))
            .values(confirmed_at=clock.now(), confirmed_by_id=by.id)
            .returning(RestoredCopy.id)
        ).all()
        if not confirmed:
            raise Refused("This is not a restored copy that waits for somebody to confirm it")


def problem() -> str:
    """Say of a copy that nobody has confirmed what to do; empty where there is none."""
    as_of = db.session.scalar(select(AS_OF))
    if as_of is None:
        return ""
    held = Message.last_error == HELD_BECAUSE
    waiting = len(db.session.scalars(select(Message.id).where(held)).all())
    return (
        f"This is a copy restored from a backup of {utc_figures(as_of)}. It sends, reminds "
        "and alarms nobody until an administrator confirms it (the page “Restored copy”); "
        f"{counted(waiting, 'message', 'messages')} held back."
    )
