"""Proposals to bring back what an event of the history changed or ended by mistake."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.account_proposal import ProposalEnd
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.event import Event
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class Reversal(Numbered, Evidence, dated_by="proposed_at"):
    """One proposal: what `event` changed is to stand again as it did before that event.

    `before` is how it stood when this was proposed, `after` how it will stand once a second person
    approves, both as the history keeps values. At most one waits of one event.
    """

    __tablename__ = "reversal"
    __table_args__ = (
        Index(None, "case_id"),
        index_where("ended_at IS NULL", "ix_reversal_waiting", "event_id", unique=True),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_as: Mapped[ProposalEnd | None] = mapped_column(Choice(ProposalEnd))
    note: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    event: Mapped[Event] = relationship()
    case: Mapped[Case] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])
