"""Versions of each request over time, so that yesterday's figure can be made again."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Channel, Request
from ulss_tracker.models.table_class import Derived
from ulss_tracker.scheme.workflow.requester_role import RequesterRole


class Handling(LabelledEnum):
    """The fate of a request: how far it came, or how it ended."""

    NO_CASE_YET = "no_case_yet", "In no case yet"
    FIRST_OF_CASE = "first_of_case", "First request of its case"
    JOINED = "joined", "Joined a case that others had asked about"
    CLOSED = "closed", "Closed without a case"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RequestVersion(Numbered, Derived):
    """One request as it stood from `from_at` until just before `to_at`; empty while it still does.

    `is_late` says whether it arrived after the last day, and is empty while no day of sentence is
    known. `hours_to_look` runs from its arrival to the first look, `days_to_answer` to the moment
    at which the requester was first told how a review ended.
    """

    __tablename__ = "request_version"
    __table_args__ = (
        index_where("to_at IS NULL", "ix_request_version_now", "request_id", unique=True),
        # The requests beside the cases of a figure.
        Index(None, "case_id"),
        # The rows behind a figure, request by request.
        Index(None, "request_id", "from_at"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    handling: Mapped[Handling] = mapped_column(Choice(Handling))
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    standing: Mapped[RequesterRole] = mapped_column(Choice(RequesterRole))
    was_told: Mapped[bool | None]
    language: Mapped[str] = mapped_column(String(2))
    court_id: Mapped[str | None] = mapped_column(String(80))
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    received_after_hours: Mapped[bool] = mapped_column(default=False)
    is_late: Mapped[bool | None]
    looked_at: Mapped[datetime | None]
    hours_to_look: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    days_to_answer: Mapped[int | None]
    request: Mapped[Request] = relationship()
