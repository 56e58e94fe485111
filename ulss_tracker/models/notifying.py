"""Who must be told what, each try to tell them, and whether it was done."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where, oldest_first
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Request
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.workflow.notifying import About, Party


class NotificationState(LabelledEnum):
    """Whether somebody has been told. Nobody is skipped in silence: a reason is kept."""

    TO_TELL = "to_tell", "To tell"
    TOLD = "told", "Told"
    NOT_TO_BE_TOLD = "not_to_be_told", "Not to be told"


class Means(LabelledEnum):
    """How somebody is told."""

    EMAIL = "email", "By email"
    LETTER = "letter", "By letter"
    PHONE = "phone", "By phone"
    IN_PERSON = "in_person", "In person"
    THROUGH_CPS = "through_cps", "Through the CPS or the police"


class PersonToTell(Numbered, Evidence, dated_by="added_at", goes=True, label="name"):
    """Somebody of a case who is told though they did not ask: a victim who wants to know.

    `no_contact_reason` says why nothing more is to be told them, or is empty.
    """

    __tablename__ = "person_to_tell"
    __table_args__ = (Index(None, "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    party: Mapped[Party] = mapped_column(Choice(Party))
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(Text, default="")
    no_contact_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))


class Notification(Numbered, Versioned, Evidence, goes=True):
    """One person to be told one thing about one review, or about a request in no case.

    `person_key` says who: a request, somebody added to the case, the CPS, the offender of one
    review. `detail` says what exactly: the outcome, the hearing's date and time, or the change of
    the law. It is superseded when what it was about no longer holds, so that the same person can be
    told of the next outcome.
    """

    __tablename__ = "telling"
    __table_args__ = (
        index_where(
            "superseded_at IS NULL",
            "ix_telling_once",
            "review_id",
            "person_key",
            "about",
            "detail",
            unique=True,
        ),
        index_where(
            "superseded_at IS NULL AND review_id IS NULL",
            "ix_telling_once_request",
            "person_key",
            "about",
            "detail",
            unique=True,
        ),
        index_where(
            "state = 'to_tell' AND superseded_at IS NULL", "ix_telling_to_tell", "due_by_at", "id"
        ),
        Index(None, "case_id"),
        Index(None, "request_id"),
        Index(None, "message_id"),
    )

    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person_to_tell.id"))
    person_key: Mapped[str] = mapped_column(String(40))
    party: Mapped[Party] = mapped_column(Choice(Party))
    about: Mapped[About] = mapped_column(Choice(About))
    detail: Mapped[str] = mapped_column(String(40), default="")
    known_at: Mapped[datetime]
    due_by_at: Mapped[datetime]
    state: Mapped[NotificationState] = mapped_column(
        Choice(NotificationState), default=NotificationState.TO_TELL
    )
    told_at: Mapped[datetime | None]
    means: Mapped[Means | None] = mapped_column(Choice(Means))
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    superseded_at: Mapped[datetime | None]

    case: Mapped[Case | None] = relationship()
    review: Mapped[Review | None] = relationship()
    request: Mapped[Request | None] = relationship()
    person: Mapped[PersonToTell | None] = relationship()
    told_by: Mapped[User | None] = relationship()
    attempts: Mapped[list["NotificationAttempt"]] = oldest_first(
        "NotificationAttempt", "notification"
    )

    @property
    def reference(self) -> str:
        """The reference of the case, or of the request that is in none."""
        about = self.case or self.request
        assert about is not None  # noqa: S101 - who is told of no case is a requester
        return about.reference

    @property
    def offender_name(self) -> str:
        """The offender of the review, or whom the request names."""
        if self.review is not None:
            return self.review.offender_name
        return self.request.offender_name if self.request else ""


class NotificationAttempt(Numbered, Evidence, dated_by="at", once=True):
    """One try to tell somebody that did not succeed: nobody answered, an email came back."""

    __tablename__ = "telling_attempt"
    __table_args__ = (Index(None, "telling_id"),)

    telling_id: Mapped[int] = mapped_column(ForeignKey("telling.id"))
    at: Mapped[datetime]
    means: Mapped[Means] = mapped_column(Choice(Means))
    note: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    notification: Mapped[Notification] = relationship(back_populates="attempts")
    by: Mapped[User | None] = relationship()
