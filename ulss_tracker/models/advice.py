"""Advice on the merits of a review, as a lawyer or counsel gave it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.permissions import Role


class Advice(Numbered, Evidence, dated_by="given_at", once=True):
    """The advice of one lawyer or counsel, in their own words. It never changes.

    Who thinks again advises again. `by_role` is what they were then.
    """

    __tablename__ = "advice"
    __table_args__ = (UniqueConstraint("review_id", "version"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    version: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    by_role: Mapped[Role] = mapped_column(Choice(Role))
    given_at: Mapped[datetime]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship()
    given_by: Mapped[User] = relationship()
