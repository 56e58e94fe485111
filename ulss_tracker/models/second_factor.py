"""The second factor of members of staff: an app, passkeys, and codes to recover with."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.table_class import Secret


class SecondFactor(Secret, goes=True):
    """The authenticator app of one person. Its secret is encrypted.

    `secret` is None until a first code was given; `pending_secret` is of an app that is being set
    up. `last_step` is the 30 seconds (counted from 1970) whose code was last taken: none is taken
    twice. `failures` are the wrong codes since `failing_since`. `challenge` is what a passkey of
    theirs must answer, once, soon after `challenged_at`. One with passkeys alone has this row too.
    """

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    secret: Mapped[str | None] = mapped_column(Text)
    pending_secret: Mapped[str | None] = mapped_column(Text)
    set_up_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    challenge: Mapped[bytes | None]
    challenged_at: Mapped[datetime | None]


class Passkey(Numbered, Secret, dated_by="added_at", goes=True):
    """A passkey (WebAuthn) of one person: its public half, by which its answers are checked.

    `credential` is the id that the browser knows it by. `sign_count` is how often it has signed, as
    it counts itself: a copy counts less, and is refused.
    """

    __tablename__ = "passkey"
    __table_args__ = (Index(None, "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(60))
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Numbered, Secret, dated_by="made_at", goes=True):
    """A code that stands in for the authenticator app, once. Only its hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index(None, "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
