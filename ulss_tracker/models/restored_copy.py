"""That this database was restored from a backup, and who let it send again."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class RestoredCopy(Numbered, Evidence, dated_by="restored_at"):
    """One restoring: what was recorded after `as_of_at` is not in the database.

    `held_messages` had not gone when the backup was taken, and were held back. Until an
    administrator confirms it, the jobs send nothing. `unsigned_because` says which two people
    accepted a backup that was not signed, and why.
    """

    __tablename__ = "restored_copy"

    restored_at: Mapped[datetime]
    as_of_at: Mapped[datetime]
    held_messages: Mapped[int]
    unsigned_because: Mapped[str | None] = mapped_column(String(1000))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_by: Mapped[User | None] = relationship()
