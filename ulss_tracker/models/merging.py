"""That two cases were found to be about one proceeding, and which of them remains."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class CaseMerge(Numbered, Evidence, dated_by="at", stays=("request_ids", "person_ids")):
    """One case merged into another by a person; it stands until it is undone, and the row stays.

    `case` is the one that closed, `into` the one that remains. `request_ids` and `person_ids` are
    the requests and the people to tell that moved; `event_id` the last line of history it wrote,
    after which anything done keeps it from being undone. `carried` lists what was copied into the
    one that remains (`services/cases/merging/copy_records.py`); nothing, of a merge older than
    that.
    """

    __tablename__ = "case_joining"
    __table_args__ = (
        index_where("undone_at IS NULL", "ix_case_joining_standing", "case_id", unique=True),
        Index(None, "into_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    reason: Mapped[str] = mapped_column(Text)
    request_ids: Mapped[list[Any]]
    person_ids: Mapped[list[Any]]
    carried: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    into: Mapped[Case] = relationship(foreign_keys=[into_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])
