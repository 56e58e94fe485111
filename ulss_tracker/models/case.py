"""A case: one Crown Court proceeding the office looks at, with its reviews and requests."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered, Versioned, oldest_first
from ulss_tracker.models.table_class import Evidence, Passing
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.stages import VOID

if TYPE_CHECKING:
    from ulss_tracker.models.paper import Paper, PaperChase
    from ulss_tracker.models.request import Request
    from ulss_tracker.models.restriction import Restriction
    from ulss_tracker.models.review import Review


class Case(
    Numbered,
    Versioned,
    Evidence,
    dated_by="opened_at",
    personal=("court_case_number", "cps_reference", "cps_lawyer", "prosecution_counsel"),
):
    """One Crown Court proceeding. Many requests join one case; each offender has a review.

    `cps_reference` is the CPS's own for it (URN), as `references.cps_reference` keeps one.
    `cps_lawyer` and `prosecution_counsel` have it: their names, and how they are reached.
    """

    __tablename__ = "case_file"

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    court_id: Mapped[str | None] = mapped_column(String(80))
    court_text: Mapped[str] = mapped_column(String(200), default="")
    court_case_number: Mapped[str] = mapped_column(String(40), default="")
    cps_reference: Mapped[str | None] = mapped_column(String(20))
    cps_lawyer: Mapped[str | None] = mapped_column(String(200))
    prosecution_counsel: Mapped[str | None] = mapped_column(String(200))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    court_recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime]

    reviews: Mapped[list["Review"]] = oldest_first("Review", "case")
    requests: Mapped[list["Request"]] = relationship(
        back_populates="case", order_by="[Request.received_at, Request.id]"
    )
    papers: Mapped[list["Paper"]] = relationship(viewonly=True, order_by="Paper.id")
    paper_chases: Mapped[list["PaperChase"]] = relationship(viewonly=True, order_by="PaperChase.id")
    restrictions: Mapped[list["Restriction"]] = oldest_first("Restriction", "case")
    conflicts: Mapped[list["Conflict"]] = oldest_first("Conflict", "case")

    @property
    def conflicted_ids(self) -> frozenset[int]:
        """The ids of those who declared a conflict of interest in it that has not ended."""
        return frozenset(each.person_id for each in self.conflicts if each.ended_at is None)

    @property
    def is_void(self) -> bool:
        """Whether it was opened by mistake, or joined to another case: it is there to be read."""
        return any(review.outcome in VOID for review in self.reviews)


class Conflict(Numbered, Evidence, dated_by="declared_at"):
    """That somebody declared a conflict of interest in a case. They do no more in it until it ends.

    `passed_to` is who took on the reviews they held; a supervisor ends one declared by mistake.
    """

    __tablename__ = "conflict"
    __table_args__ = (Index(None, "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text)
    passed_to_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    case: Mapped[Case] = relationship(back_populates="conflicts")
    person: Mapped[User] = relationship(foreign_keys=[person_id])
    passed_to: Mapped[User | None] = relationship(foreign_keys=[passed_to_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])


class ReferenceCounter(Passing):
    """The last number given in each year's series of references."""

    __tablename__ = "reference_counter"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
