"""Everything that can run out: a row for each request and review, and the limits it runs under."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Derived, Evidence

if TYPE_CHECKING:
    from ulss_tracker.models.case import Case
    from ulss_tracker.models.outside_law import OutsideLaw
    from ulss_tracker.models.request import Request
    from ulss_tracker.models.review import Review
    from ulss_tracker.models.user import User
    from ulss_tracker.models.waiting import Wait

THE_28_DAYS = "28-days"
"""Criminal Justice Act 1988 Schedule 3 paragraph 1, by its name in the table of limits."""


class DeadlineBasis(LabelledEnum):
    """How the day of sentence is known that a deadline is counted from, the surest first."""

    CONFIRMED = "confirmed", "Verified by two people"
    RECORDED = "recorded", "Recorded by the office, not verified"
    STATED = "stated", "Stated by the requester"
    IN_WORDS = "in_words", "Read from the requester’s words"
    EARLIEST_OF_RANGE = "earliest_of_range", "Earliest day that the requester’s words allow"
    UNKNOWN = "unknown", "Day of sentence not known"

    @property
    def brief(self) -> str:
        """The label in a word or two, beside a date in one line of a list."""
        return {
            "confirmed": "verified",
            "recorded": "recorded",
            "stated": "as stated",
            "in_words": "read from words",
            "earliest_of_range": "earliest in words",
            "unknown": "day not known",
        }[self]

    @property
    def is_of_court(self) -> bool:
        """Whether it is the day of a sentence recorded, and not the word of who asked."""
        return self in {DeadlineBasis.CONFIRMED, DeadlineBasis.RECORDED}

    @property
    def is_guess(self) -> bool:
        """Whether nobody has said the day itself: a person must find it."""
        return self in {
            DeadlineBasis.IN_WORDS,
            DeadlineBasis.EARLIEST_OF_RANGE,
            DeadlineBasis.UNKNOWN,
        }


class Tag(Numbered, Evidence, goes=True):
    """A tag of the office's own for reviews and requests: addresses say its number, as they are
    kept and its words may be anything.
    """

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(String(30), unique=True)


class Deadline(Numbered, Derived):
    """The clock of one request or one review; `ended_at` is when it no longer ran.

    `limit_name` is the limit that leads: every moment here is counted under it. A longer one that
    may help, and that nobody has confirmed or that may not be theirs, stands beside it:
    `may_be_limit` and its last day, `may_be_until_on`. `law_version` is the table of limits that
    both come from.
    `earliest_on` and `latest_on` are the days of sentence that the basis allows. `file_by_at` is
    the safest moment, from the earliest of them and from the first of several sentences;
    `later_file_by_at` is the one that the law may allow, where that is another. Where no day is
    known both are empty, and somebody must have found it by `find_day_by_at`. `act_by_at` is
    whichever there is: lists are ordered by it. `look_by_at` is when somebody must first have
    looked at a request. `offence` is what it is listed under (services/core/lead_offence.py), and
    `more_offences` how many others a review has. `not_taken` is what was handed over about a
    review and nobody has taken, `outside_law` its sentences outside the law with which nobody has
    dealt. `tag` is the office's own for what it is of, running or not.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        CheckConstraint("(request_id IS NULL) <> (review_id IS NULL)", name="of_one"),
        Index("ix_deadline_request", "request_id", unique=True),
        Index("ix_deadline_review", "review_id", unique=True),
        # Everything that runs, in the order in which somebody must act.
        index_where("ended_at IS NULL", "ix_deadline_running", "act_by_at", "id"),
        # The same by offence.
        index_where(
            "ended_at IS NULL", "ix_deadline_running_offence", "offence", "act_by_at", "id"
        ),
        # Those of requests alone, in the order of the inbox.
        index_where(
            "ended_at IS NULL AND request_id IS NOT NULL",
            "ix_deadline_running_request",
            "act_by_at",
            "request_id",
            "find_day_by_at",
        ),
        index_where("tag_id IS NOT NULL", "ix_deadline_tag", "tag_id"),
    )

    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    limit_name: Mapped[str] = mapped_column(String(40), default=THE_28_DAYS)
    may_be_limit: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    may_be_until_on: Mapped[date | None]
    law_version: Mapped[str] = mapped_column(String(16), default="", server_default=text("''"))
    basis: Mapped[DeadlineBasis] = mapped_column(Choice(DeadlineBasis))
    earliest_on: Mapped[date | None]
    latest_on: Mapped[date | None]
    file_by_at: Mapped[datetime | None]
    later_file_by_at: Mapped[datetime | None]
    find_day_by_at: Mapped[datetime | None]
    look_by_at: Mapped[datetime | None]
    act_by_at: Mapped[datetime]
    offence: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    more_offences: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    began_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"))
    tag: Mapped[Tag | None] = relationship()
    request: Mapped["Request | None"] = relationship()
    review: Mapped["Review | None"] = relationship()
    not_taken: Mapped[list["Wait"]] = relationship(
        viewonly=True,
        primaryjoin="and_(Deadline.review_id == foreign(Wait.review_id), "
        "Wait.ended_at.is_(None), Wait.taken_at.is_(None), Wait.was_asked)",
    )
    outside_law: Mapped[list["OutsideLaw"]] = relationship(
        viewonly=True,
        primaryjoin="and_(Deadline.review_id == foreign(OutsideLaw.review_id), "
        "OutsideLaw.dealt_with_at.is_(None))",
        order_by="[OutsideLaw.last_day_on, OutsideLaw.id]",
    )

    @property
    def case(self) -> "Case | None":
        """The case of the review that it is of; None for a request."""
        return self.review.case if self.review is not None else None

    @property
    def reference(self) -> str:
        """The reference of what it is of: of a review its case's."""
        if self.request is not None:
            return self.request.reference
        assert self.review is not None  # noqa: S101 - it is of either (ck_deadline_of_one)
        return self.review.case.reference

    @property
    def holder(self) -> "User | None":
        """Whoever has what it is of, there or not; None where nobody has."""
        if self.request is not None:
            return self.request.owner
        return self.review.assignee if self.review is not None else None

    @property
    def note(self) -> str:
        """How a day is known that no court gave, and what speaks against it; empty for others."""
        if self.basis.is_of_court or self.file_by_at is None:
            return ""
        return self.basis.brief + (", this day cannot be right" if self.is_day_wanted else "")

    @property
    def is_day_wanted(self) -> bool:
        """Whether the day of sentence must be found, or looked at, before one can count from it.

        What a court gave is what it is, however long ago.
        """
        return self.find_day_by_at is not None and not self.basis.is_of_court
