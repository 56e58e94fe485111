"""The security log: who came in, who was refused, and what was done about access."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.database import Choice, Model
from ulss_tracker.models.user import User


class SecurityKind(StrEnum):
    """The kind of a line of the security log."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LIMITED = "sign_in_limited"
    PASSWORD_GIVEN = "password_given"  # noqa: S105 - a kind's name
    CODE_REFUSED = "code_refused"
    CODE_LIMITED = "code_limited"
    STEPPED_UP = "stepped_up"
    UNLOCKED = "unlocked"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    PAGE_REFUSED = "page_refused"
    VIEWED = "viewed"
    EXPORTED = "exported"
    FACTOR_SET_UP = "factor_set_up"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_REFUSED = "passkey_refused"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_SET = "password_set"  # noqa: S105 - a kind's name
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105 - a kind's name
    PROVIDER_JOINED = "provider_joined"
    ACCOUNT_ASLEEP = "account_asleep"
    ACCOUNT_WOKEN = "account_woken"
    ACCOUNT_PROPOSED = "account_proposed"
    ACCOUNT_REFUSED = "account_refused"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105 - a kind's name
    FACTOR_RESET = "factor_reset"

    @property
    def label(self) -> str:
        """The kind in words."""
        return _LABELS.get(self.value) or self.value.replace("_", " ").capitalize()


_LABELS = {
    "sign_in_limited": "Sign-in not tried: too many before",
    "password_given": "Password right, code asked for",
    "code_limited": "Code not tried: too many before",
    "stepped_up": "Fresh code given",
    "page_refused": "Refused a page",
    "unlocked": "Sign-in unlocked",
    "viewed": "Looked at a page",
    "exported": "Took a list out as a file",
    "factor_set_up": "Second factor set up",
    "factor_reset": "Second factor reset",
    "account_asleep": "Sign-in refused: account asleep",
    "password_reset_asked": "Emailed password link asked for",
    "provider_joined": "Joined to the office’s provider",
    "account_refused": "Account proposal refused or withdrawn",
}


class SecurityEvent(Model):
    """One line of the security log. The database refuses to change it.

    `by` is who did it, where that is known, and `about` whose account it concerns. `address` is the
    network address, `device` stands for the browser's own cookie, `request_id` for the web request,
    `page` is its endpoint. `detail` is a word or a number of ours, and nothing personal.
    """

    __tablename__ = "security_event"
    __table_args__ = (
        Index(None, "at", "id"),
        Index(None, "by_id", "at"),
        Index(None, "about_id", "at"),
        Index(None, "kind", "at", "id"),
        Index(None, "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SecurityKind] = mapped_column(Choice(SecurityKind))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    address: Mapped[str] = mapped_column(String(45), default="")
    device: Mapped[str] = mapped_column(String(16), default="")
    request_id: Mapped[str] = mapped_column(String(32), default="")
    page: Mapped[str] = mapped_column(String(80), default="")
    detail: Mapped[str] = mapped_column(String(80), default="")
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    about: Mapped[User | None] = relationship(foreign_keys=[about_id])
