"""Restrictions: what may not be told of whom, and the people a sealed case is open to."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User

if TYPE_CHECKING:
    from ulss_tracker.models.review import Review


class RestrictionKind(LabelledEnum):
    """The ground of a restriction: sealing is of a whole case, the others protect a person."""

    ANONYMITY = "anonymity", "Anonymity for life"
    YOUTH = "youth", "Under 18"
    COURT_ORDER = "court_order", "Court order"
    SEALED = "sealed", "Sealed case"


class Restriction(Numbered, Evidence, dated_by="added_at", personal=("protects",)):
    """One restriction. It is ended with a reason, never removed.

    `review_id` is the offender whose work it came from; it is empty for the case as a whole.
    `protects` is who may not be identified, in words; `terms` what the order says, or why the
    tracker set it; `until_on` the first day on which it no longer holds. `is_automatic`: set by
    the tracker from an offence or a date of birth.
    """

    __tablename__ = "restriction"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "review_id"),
        # What every reading of a case asks: the sealed ones, of which there are few.
        index_where("kind = 'sealed' AND ended_at IS NULL", "ix_restriction_sealed", "case_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    kind: Mapped[RestrictionKind] = mapped_column(Choice(RestrictionKind))
    protects: Mapped[str] = mapped_column(String(200), default="")
    terms: Mapped[str] = mapped_column(Text, default="")
    made_on: Mapped[date | None]
    until_on: Mapped[date | None]
    is_automatic: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    end_reason: Mapped[str] = mapped_column(Text, default="")
    case: Mapped[Case] = relationship(back_populates="restrictions")
    review: Mapped["Review | None"] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class CaseReader(Evidence, dated_by="named_at", goes=True):
    """A person named on a case that is sealed, or counsel instructed in it: it opens to them."""

    __tablename__ = "case_reader"

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    named_at: Mapped[datetime]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    user: Mapped[User] = relationship(foreign_keys=[user_id])
