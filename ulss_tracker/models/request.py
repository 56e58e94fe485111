"""Requests, the drafts they are written in, and the files that come with them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.stored_file import FileState
from ulss_tracker.models.table_class import Evidence, Passing
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

if TYPE_CHECKING:
    from ulss_tracker.models.case import Case
    from ulss_tracker.models.deadline import Deadline
    from ulss_tracker.models.review import Review
    from ulss_tracker.models.user import User


class Channel(LabelledEnum):
    """How a request reached the office."""

    FORM = "form", "Online form"
    PHONE = "phone", "Phone"
    EMAIL = "email", "Email"
    LETTER = "letter", "Letter"
    CPS = "cps", "Crown Prosecution Service"
    MP = "mp", "MP’s office"


class RequestState(LabelledEnum):
    """Where a request stands. The work on the sentence itself is the review's."""

    NEW = "new", "New"
    QUARANTINED = "quarantined", "Held for a person to look at"
    IN_CASE = "in_case", "In a case"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has said yet what is to become of it."""
        return self in {RequestState.NEW, RequestState.QUARANTINED}


class RoleSource(LabelledEnum):
    """The source that shows what somebody who asked is to the case."""

    CPS = "cps", "Crown Prosecution Service: its record, or somebody there"
    POLICE = "police", "Police or witness care unit: their record, or somebody there"
    COURT_PAPER = "court_paper", "A paper of the court: the indictment, the sentencing remarks"
    THEMSELVES = "themselves", "Whoever asked: spoken to, or papers they showed"


class Request(
    Numbered,
    Evidence,
    dated_by="logged_at",
    personal=(
        "offender_name",
        "requester_name",
        "email",
        "mailbox",
        "telephone",
        "told_by",
        "court_text",
        "sentenced_text",
        "standing_source_reference",
        "quarantine_reason",
    ),
    stays=("offence_answers",),
):
    """One person asking for a sentence to be reviewed.

    `reference` may be told to anyone; the status page also needs the code whose hash is in
    `code_hash`. `journey_key` is the one online journey that made it: unique, so that sending
    twice makes one request. `mailbox` is the box that `email` leads to, however it is written.
    `owner` sees to it until it is in a case; `looked_at` is when somebody of the office first
    looked at it. `withdraws_at` is when it will be withdrawn, as was asked on the status page.
    `standing` is what they say they are to the case, `verified_standing` what a second person
    verified that they are: once the first is another, they are unverified again.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index(None, "state", "received_at", "id"),
        # The nearest file-by moment first: it follows the date of sentence.
        Index(None, "state", "sentenced_on", "id"),
        Index(None, "case_id"),
        # Each person's requests that wait.
        index_where("owner_id IS NOT NULL", "ix_request_owner", "owner_id", "id"),
        # How many requests gave one box lately.
        index_where("mailbox <> ''", "ix_request_mailbox", "mailbox", "received_at"),
        # Those to be withdrawn, for the job that does it.
        index_where("withdraws_at IS NOT NULL", "ix_request_withdraws_at", "withdraws_at"),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    journey_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[RequestState] = mapped_column(Choice(RequestState), default=RequestState.NEW)
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    received_at: Mapped[datetime]
    logged_at: Mapped[datetime]
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    quarantine_reason: Mapped[str] = mapped_column(String(200), default="")
    is_late_hours: Mapped[bool] = mapped_column(default=False)

    offender_name: Mapped[str] = mapped_column(String(200), default="")
    other_offenders: Mapped[str] = mapped_column(Text, default="")
    court_id: Mapped[str | None] = mapped_column(String(80))
    court_text: Mapped[str] = mapped_column(String(200), default="")
    sentenced_on: Mapped[date | None]
    sentenced_text: Mapped[str] = mapped_column(String(200), default="")
    offence_id: Mapped[str | None] = mapped_column(String(80))
    offence_text: Mapped[str] = mapped_column(Text, default="")
    offence_answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[str] = mapped_column(Text, default="")

    standing: Mapped[RequesterRole] = mapped_column(Choice(RequesterRole))
    was_told: Mapped[bool | None]
    told_by: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    told_on: Mapped[date | None]
    verified_standing: Mapped[RequesterRole | None] = mapped_column(Choice(RequesterRole))
    standing_source: Mapped[RoleSource | None] = mapped_column(Choice(RoleSource))
    standing_source_reference: Mapped[str | None] = mapped_column(String(200))
    standing_verified_at: Mapped[datetime | None]
    standing_verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    requester_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    mailbox: Mapped[str] = mapped_column(String(254), default="", server_default=text("''"))
    telephone: Mapped[str] = mapped_column(String(200), default="")
    postal_address: Mapped[str] = mapped_column(Text, default="")
    may_email: Mapped[bool | None]
    may_telephone: Mapped[bool | None]
    may_text: Mapped[bool | None]
    may_leave_message: Mapped[bool | None]
    may_post: Mapped[bool | None]
    language: Mapped[str] = mapped_column(String(2), default="en")
    support_needs: Mapped[str] = mapped_column(Text, default="")
    no_contact_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    looked_at: Mapped[datetime | None]
    looked_at_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdraws_at: Mapped[datetime | None]

    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    case: Mapped["Case | None"] = relationship(back_populates="requests")
    owner: Mapped["User | None"] = relationship(foreign_keys=[owner_id])
    deadline: Mapped["Deadline | None"] = relationship(viewonly=True)
    looked_at_by: Mapped["User | None"] = relationship(foreign_keys=[looked_at_by_id])
    standing_verified_by: Mapped["User | None"] = relationship(
        foreign_keys=[standing_verified_by_id]
    )
    documents: Mapped[list["Document"]] = relationship(
        back_populates="request", order_by="Document.id", cascade="all, delete-orphan"
    )
    asks_about: Mapped[list["Review"]] = relationship(
        secondary="request_review", order_by="Review.id"
    )

    @property
    def is_standing_verified(self) -> bool:
        """Whether a second person has verified what they are to the case, as it now is."""
        return self.verified_standing is not None and self.verified_standing is self.standing

    def is_about(self, review: "Review") -> bool:
        """Whether it asks about this review of its case: about every one where it names none."""
        return not self.asks_about or review in self.asks_about


class AskedAbout(Evidence, goes=True):
    """One of the reviews of its case that a request asks about; without any, it asks about all."""

    __tablename__ = "request_review"
    __table_args__ = (Index(None, "review_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)


class Draft(Passing):
    """The answers of one unfinished online journey, kept so that nothing typed is lost.

    `keep_until` is of answers that a code opens: the file-by moment of the day typed.
    """

    __tablename__ = "draft"
    __table_args__ = (Index(None, "changed_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    keep_until: Mapped[datetime | None]
    documents: Mapped[list["Document"]] = relationship(
        back_populates="draft", order_by="Document.id", cascade="all, delete-orphan"
    )


class ScanState(LabelledEnum):
    """The virus scanner's answer about a file."""

    NOT_SCANNED = "not_scanned", "Not scanned"
    CLEAN = "clean", "Scanned, nothing found"
    INFECTED = "infected", "A virus was found"


class DocumentKind(LabelledEnum):
    """The kind of a file that the office itself puts on a case."""

    COURT_PAPER = "court_paper", "Court paper"
    CPS_PAPER = "cps_paper", "Paper from the CPS"
    SENTENCING_REMARKS = "sentencing_remarks", "Sentencing remarks"
    ADVICE = "advice", "Advice from a lawyer or counsel"
    CORRESPONDENCE = "correspondence", "Letter or email"
    MINUTE = "minute", "Signed minute"
    EVIDENCE_OF_SERVICE = "evidence_of_service", "Proof of filing or service"
    BUNDLE = "bundle", "Bundle of papers"
    REDACTED = "redacted", "Redacted copy of a paper"
    OTHER = "other", "Something else"


class Document(
    Numbered,
    Evidence,
    goes=True,
    left_out={
        "draft_key": "of the draft that it came with, which is gone",
        **dict.fromkeys(
            ("findings", "pages", "scan_state", "state", "tries", "verified_at", "tampered_at"),
            "how far the work on the file is",
        ),
        "words": "made again from the file",
        "reading": "made again from its words",
    },
    personal=("description",),
    label="name",
):
    """A file that came with a request (or with its draft, until it is sent), or put on a case.

    One that came by email has its message: alone, until a person says which request that is about.

    `size` and `sha256` are of the file as it came; its bytes are a `StoredFile`, like its safe copy
    and the pictures of its `pages`, with its `words`, page by page. `reading` is what they state
    (`PaperReading.as_plain`), none until they are read. `verified_at` is when the hashes were
    last compared by the jobs, `tampered_at` when one was first found not to fit.
    One that a member of staff puts on a case has its kind, a description and who added it.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index(None, "request_id"),
        Index(None, "draft_key"),
        Index(None, "case_id"),
        Index(None, "message_id"),
        # What the jobs take further.
        index_where("state IN ('waiting', 'to_make')", "ix_document_state", "state", "id"),
        index_where("reading IS NULL AND words <> ''", "ix_document_to_read", "id"),
    )

    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[DocumentKind | None] = mapped_column(Choice(DocumentKind))
    description: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    draft_key: Mapped[str | None] = mapped_column(ForeignKey("draft.key", ondelete="CASCADE"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_message.id"))
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    scan_state: Mapped[ScanState] = mapped_column(Choice(ScanState), default=ScanState.NOT_SCANNED)
    added_at: Mapped[datetime]
    state: Mapped[FileState] = mapped_column(
        Choice(FileState), default=FileState.WAITING, server_default="waiting"
    )
    # What may run, fetch or hide in it, by the names of the gate (adapters/gate/file_types.py).
    findings: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    pages: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    words: Mapped[str] = mapped_column(Text, default="", server_default=text("''"), deferred=True)
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    verified_at: Mapped[datetime | None]
    tampered_at: Mapped[datetime | None]
    request: Mapped[Request | None] = relationship(back_populates="documents")
    draft: Mapped[Draft | None] = relationship(back_populates="documents")
    added_by: Mapped["User | None"] = relationship()
    case: Mapped["Case | None"] = relationship()


class EqualityAnswer(Passing):
    """One count of one answer to one equality question, never tied to a request or an instant."""

    __tablename__ = "equality_answer"

    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    answer: Mapped[str] = mapped_column(String(80), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
