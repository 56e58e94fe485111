"""Letters: as they are written, as issued, and the record of their reaching court and offender."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, Versioned, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User

if TYPE_CHECKING:
    from ulss_tracker.models.message import Message
    from ulss_tracker.models.request import Document, Request


class LetterKind(LabelledEnum):
    """The documents the office sends. The order is the order in which screens list them."""

    REFERRAL = "referral", "Application for permission to refer"
    OFFENDER_NOTICE = "offender_notice", "Notice to the offender"
    REFERENCE_NOTICE = "reference_notice", "Notice of reference"
    WITHDRAWAL_NOTICE = "withdrawal_notice", "Notice of withdrawal"
    SUBMISSION = "submission", "Submission to the law officers"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    WHAT_WE_NEED = "what_we_need", "What we still need"
    NOT_IN_SCHEME = "not_in_scheme", "Not in the scheme"
    OUT_OF_TIME = "out_of_time", "Out of time"
    NOT_REFERRED = "not_referred", "Not referred"
    REFERRED = "referred", "Referred to the Court of Appeal"
    HEARING_LISTED = "hearing_listed", "Hearing listed"
    INCREASED = "increased", "Outcome: sentence increased"
    UNCHANGED = "unchanged", "Outcome: sentence unchanged"
    LEAVE_REFUSED = "leave_refused", "Outcome: leave refused"
    WITHDRAWN = "withdrawn", "Outcome: withdrawn"
    MP = "mp", "Letter to an MP"
    CPS_PAPERS = "cps_papers", "Request to the CPS for papers"
    CPS = "cps", "Letter to the CPS"


class LetterSize(LabelledEnum):
    """How large a letter is printed."""

    STANDARD = "standard", "Standard print"
    LARGE = "large", "Large print (18 point)"


class DraftState(LabelledEnum):
    """Where a letter being written stands."""

    WRITING = "writing", "Being written"
    CHECKED = "checked", "Checked by a second person"
    ISSUED = "issued", "Issued"
    DISCARDED = "discarded", "Discarded"

    @property
    def is_finished(self) -> bool:
        """Whether it can no longer be changed."""
        return self in {DraftState.ISSUED, DraftState.DISCARDED}


class LetterDraft(Numbered, Versioned, Evidence):
    """A letter being written: whom it is to, and the few words that no record holds.

    `words` are the paragraphs typed, by the name the kind gives each. `checked_values` is the hash
    of what the second person saw, so that nothing else is issued on their check.
    """

    __tablename__ = "letter_draft"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "review_id"),
        Index(None, "request_id"),
        # Drafts that nobody has finished, the oldest first.
        index_where(
            "state IN ('writing', 'checked')", "ix_letter_draft_unfinished", "changed_at", "id"
        ),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    kind: Mapped[LetterKind] = mapped_column(Choice(LetterKind))
    language: Mapped[str] = mapped_column(String(2), default="en")
    size: Mapped[LetterSize] = mapped_column(Choice(LetterSize), default=LetterSize.STANDARD)
    recipient: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[DraftState] = mapped_column(Choice(DraftState), default=DraftState.WRITING)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    changed_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    checked_at: Mapped[datetime | None]
    checked_values: Mapped[str] = mapped_column(String(64), default="")

    case: Mapped[Case] = relationship()
    review: Mapped[Review | None] = relationship()
    request: Mapped["Request | None"] = relationship()
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])
    letter: Mapped["Letter | None"] = relationship(back_populates="draft", uselist=False)


class Letter(Numbered, Evidence, dated_by="issued_at", once=True):
    """An issued document: the values it was made from, its text, its PDF and hash. Never changes.

    `series` says which letters are versions of one another: the same kind, about the same person,
    to the same person. `template_version` is the hash of the templates that made it. `replaces_id`
    is the version before it, which stays as it was. `html` is what the PDF was made from.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("series", "version"),
        UniqueConstraint("draft_id"),
        Index(None, "case_id"),
        Index(None, "review_id"),
        Index(None, "request_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("letter_draft.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    kind: Mapped[LetterKind] = mapped_column(Choice(LetterKind))
    language: Mapped[str] = mapped_column(String(2), default="en")
    size: Mapped[LetterSize] = mapped_column(Choice(LetterSize), default=LetterSize.STANDARD)
    series: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    template_version: Mapped[str] = mapped_column(String(64), default="")
    values: Mapped[dict[str, Any]]
    html: Mapped[str] = mapped_column(Text, default="", deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    case: Mapped[Case] = relationship()
    review: Mapped[Review | None] = relationship(back_populates="letters")
    request: Mapped["Request | None"] = relationship()
    message: Mapped["Message | None"] = relationship()
    draft: Mapped[LetterDraft | None] = relationship(back_populates="letter")
    issued_by: Mapped[User] = relationship(foreign_keys=[issued_by_id])
    checked_by: Mapped[User | None] = relationship(foreign_keys=[checked_by_id])


class FilingKind(LabelledEnum):
    """Filing is the application reaching the Registrar; service, reaching the defendant."""

    FILING = "filing", "Filed with the Registrar"
    SERVICE = "service", "Served on the offender"


class Filing(Numbered, Evidence, dated_by="recorded_at", personal=("reference", "posted_by")):
    """That a letter reached the Registrar (filing) or the offender (service), when and how.

    `evidence` or `reference` shows it; what went by post was `posted_on` a day, `posted_by` whom.
    `late_reason` is why a filing came so near the end or after.
    """

    __tablename__ = "filing"
    __table_args__ = (Index(None, "review_id"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    kind: Mapped[FilingKind] = mapped_column(Choice(FilingKind))
    at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    posted_on: Mapped[date | None]
    posted_by: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    late_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    review: Mapped[Review] = relationship(back_populates="filings")
    evidence: Mapped["Document | None"] = relationship()
