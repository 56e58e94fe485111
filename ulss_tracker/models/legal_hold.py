"""Legal holds: that nothing of a case or a person is erased while a matter needs it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class LegalHold(
    Numbered,
    Versioned,
    Evidence,
    dated_by="placed_at",
    personal=("person", "contact"),
    label="matter",
):
    """One hold, for a matter such as a claim or an inquiry; those of one matter share its name.

    It is of a case, or of a person by name, by an email address or telephone number (`contact`), or
    by both. `review_on` is the day by which somebody looks whether it is still needed. It is ended
    with a reason, never removed.
    """

    __tablename__ = "legal_hold"
    __table_args__ = (Index(None, "case_id"), Index(None, "ended_at", "review_on"))

    matter: Mapped[str] = mapped_column(String(200))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    person: Mapped[str] = mapped_column(String(200), default="")
    contact: Mapped[str] = mapped_column(String(254), default="")
    why: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    review_note: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    case: Mapped[Case | None] = relationship()
    placed_by: Mapped[User] = relationship(foreign_keys=[placed_by_id])
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
