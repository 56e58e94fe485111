"""A case: one Crown Court proceeding the office looks at, with its reviews and requests."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.database import Model
from ulss_tracker.scheme.workflow.stages import VOID

if TYPE_CHECKING:
    from ulss_tracker.models.request import Request
    from ulss_tracker.models.restriction import Restriction
    from ulss_tracker.models.review import Review


class Case(Model):
    """One Crown Court proceeding. Many requests join one case; each offender has a review."""

    __tablename__ = "case_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    court_id: Mapped[str | None] = mapped_column(String(80))
    court_text: Mapped[str] = mapped_column(String(200), default="")
    court_case_number: Mapped[str] = mapped_column(String(40), default="")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    court_recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    reviews: Mapped[list["Review"]] = relationship(back_populates="case", order_by="Review.id")
    requests: Mapped[list["Request"]] = relationship(
        back_populates="case", order_by="[Request.received_at, Request.id]"
    )
    restrictions: Mapped[list["Restriction"]] = relationship(
        back_populates="case", order_by="Restriction.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def is_void(self) -> bool:
        """Whether it was opened by mistake, or joined to another case: it is there to be read."""
        return any(review.outcome in VOID for review in self.reviews)


class ReferenceCounter(Model):
    """The last number given in each year's series of references."""

    __tablename__ = "reference_counter"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
