"""Sessions of staff: one for each sign-in, kept by the tracker and not by the cookie."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.table_class import Secret
from ulss_tracker.models.user import User


class StaffSession(
    Numbered,
    Secret,
    dated_by="begun_at",
    goes=True,
    left_out={"seen_at": "written at every page"},
):
    """One session. Its key is in the cookie alone; a hash of it is kept.

    `account_key` is the account's own key as it began: another ends every session. `device` stands
    for the browser it was begun in, "" where none is asked for. `seen_at` is when it was last used,
    to within some minutes.
    """

    __tablename__ = "staff_session"
    __table_args__ = (Index(None, "user_id", "begun_at"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_key: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(45))
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
