"""The security log: who came in, who was refused, and what was done about access."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import LATE, Evidence
from ulss_tracker.models.user import User


class SecurityKind(LabelledEnum):
    """The kind of a line of the security log."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LIMITED = "sign_in_limited", "Sign-in not tried: too many before"
    PASSWORD_GIVEN = "password_given", "Password right or provider vouched, code asked for"
    CODE_REFUSED = "code_refused"
    CODE_LIMITED = "code_limited", "Code not tried: too many before"
    STEPPED_UP = "stepped_up", "Fresh code given"
    UNLOCKED = "unlocked", "Sign-in unlocked"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    PAGE_REFUSED = "page_refused", "Refused a page"
    VIEWED = "viewed", "Looked at a page"
    EXPORTED = "exported", "Took a list out as a file"
    FACTOR_SET_UP = "factor_set_up", "Second factor set up"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_REFUSED = "passkey_refused"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_SET = "password_set"  # noqa: S105 - a kind's name
    PASSWORD_RESET_ASKED = "password_reset_asked", "Emailed password link asked for"
    PROVIDER_JOINED = "provider_joined", "Joined to the office’s provider"
    ACCOUNT_ASLEEP = "account_asleep", "Sign-in refused: account asleep"
    ACCOUNT_WOKEN = "account_woken"
    ACCOUNT_PROPOSED = "account_proposed"
    ACCOUNT_REFUSED = "account_refused", "Account proposal refused or withdrawn"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    PASSWORD_LINK_MADE = "password_link_made"  # noqa: S105 - a kind's name
    FACTOR_RESET = "factor_reset", "Second factor reset"
    PUBLIC_CODE_GIVEN = "public_code_given", "Right code of a request, or to carry on"
    PUBLIC_CODE_REFUSED = "public_code_refused", "Wrong code of a request, or to carry on"


class SecurityEvent(Numbered, Evidence, dated_by="at", within=LATE, once=True):
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
