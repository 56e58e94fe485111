"""People of the office who sign in, and attempts to do so."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, Versioned
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence, Passing, Secret
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer


class NightTexts(LabelledEnum):
    """Which alarms a person on duty may be texted about outside office hours."""

    NOTHING = "nothing", "Nothing"
    LAST_DAY = "last_day", "Only what must be filed within a day"
    EVERY_ALARM = "every_alarm", "Every alarm"


class User(Numbered, Evidence, dated_by="created_at"):
    """A member of staff; `law_office` is which law officer, of those who are one.

    `mobile` is where they are texted when on duty, `second_email` what is written to besides where
    no text can be sent; `night_texts` is what they may be texted about outside office hours.

    `works_from`, `works_until` (London time) and `works_on` (days of the week, Monday is 1) are
    when they work: what can wait is written to them then.

    `session_key` changes to end every session they have.

    `version` counts the changes an administrator makes, and their own of how they are reached on
    duty; signing in and out leaves it as it is.
    """

    __tablename__ = "user_account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(Choice(Role))
    password_hash: Mapped[str] = mapped_column(String(255))
    session_key: Mapped[str] = mapped_column(String(64), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    law_office: Mapped[LawOfficer | None] = mapped_column(Choice(LawOfficer))
    mobile: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    second_email: Mapped[str] = mapped_column(String(254), default="", server_default=text("''"))
    night_texts: Mapped[NightTexts] = mapped_column(
        Choice(NightTexts), default=NightTexts.LAST_DAY, server_default="last_day"
    )

    works_from: Mapped[str] = mapped_column(String(5), default="09:00", server_default="09:00")
    works_until: Mapped[str] = mapped_column(String(5), default="17:00", server_default="17:00")
    works_on: Mapped[str] = mapped_column(String(7), default="12345", server_default="12345")

    @property
    def is_law_officer(self) -> bool:
        return self.role is Role.LAW_OFFICER


class PasswordLink(Numbered, Secret, dated_by="made_at", goes=True):
    """A link with which one person sets their password, once, before it runs out.

    The link itself is shown to whoever approved it, or emailed (`is_emailed`) to its owner who
    asked for it, and never kept: only the hash of its key is.
    """

    __tablename__ = "password_link"
    __table_args__ = (Index(None, "user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    is_emailed: Mapped[bool] = mapped_column(default=False, server_default=false())
    user: Mapped[User] = relationship(foreign_keys=[user_id])


class LastSignIn(Passing):
    """When somebody last signed in, or their sleeping account was woken."""

    __tablename__ = "last_sign_in"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    at: Mapped[datetime]


class Absence(Numbered, Versioned, Evidence, dated_by="recorded_at"):
    """Days on which a member of staff is away, both included, and who covers their work.

    Nothing is given to the cover: the work stays with its assignee, and the cover sees it too.
    """

    __tablename__ = "absence"
    __table_args__ = (Index(None, "to_on"), Index(None, "person_id"), Index(None, "cover_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    person: Mapped[User] = relationship(foreign_keys=[person_id])
    cover: Mapped[User | None] = relationship(foreign_keys=[cover_id])


class KnownDevice(Numbered, Passing):
    """A browser that somebody has signed in with: a hash of its cookie stands for it."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("user_id", "device"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    device: Mapped[str] = mapped_column(String(16))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class SignInAttempt(Numbered, Passing):
    """One failed attempt to sign in. The address typed is kept only as a keyed hash.

    `address_hash` is of the network it came from, `device` the browser where the account knows it.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "email_hash", "at"), Index(None, "address_hash", "at"))

    email_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    at: Mapped[datetime]
