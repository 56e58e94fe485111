"""Tables of matching: keys that records are found by, same words, pairs that are no duplicates."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.request import Request
from ulss_tracker.models.table_class import Derived, Evidence
from ulss_tracker.models.user import User


class NameKey(Derived):
    """One key of a review or of a request: a part of its name, court or date, as a number.

    Written in the transaction that records what the key is made of, so that a record is found as
    soon as it is there (services/matching/keys.py).
    """

    __tablename__ = "name_key"
    __table_args__ = (
        # What keys a record has; the newest records of a kind that have a key.
        index_where("review_id IS NOT NULL", "ix_name_key_review_id", "review_id"),
        index_where("review_id IS NOT NULL", "ix_name_key_of_review_id", "key", "id"),
        index_where("request_id IS NOT NULL", "ix_name_key_request_id", "request_id"),
        index_where("request_id IS NOT NULL", "ix_name_key_of_request_id", "key", "id"),
    )

    # SQLite numbers rows by itself only under the name Integer.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    key: Mapped[int] = mapped_column(BigInteger())
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id", ondelete="CASCADE"))


class NotDuplicate(Numbered, Evidence, dated_by="at"):
    """Somebody looked and said: this request is not about that case, or that other request.

    It stands until it is undone; both stay.
    """

    __tablename__ = "set_aside"
    __table_args__ = (Index(None, "request_id"), Index(None, "other_id"))

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    request: Mapped[Request] = relationship(foreign_keys=[request_id])
    case: Mapped[Case | None] = relationship()
    other: Mapped[Request | None] = relationship(foreign_keys=[other_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])


class RequestWording(Derived):
    """Hashes of a waiting request: of the sentence it names, and of that with its words.

    The words are those but for name, address and greeting (services/matching/wording.py). Written
    like a `NameKey`; there is none of a request whose words cannot be compared.
    """

    __tablename__ = "request_wording"
    __table_args__ = (Index(None, "sentence"), Index(None, "words"))

    request_id: Mapped[int] = mapped_column(
        ForeignKey("request.id", ondelete="CASCADE"), primary_key=True
    )
    sentence: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(String(32))


class Campaign(Numbered, Evidence, dated_by="said_at"):
    """A person's word that requests in the same words, about one sentence, belong to a case.

    The jobs join them: those that came by `said_at`, and later ones too where `joins_later`.
    """

    __tablename__ = "campaign"
    __table_args__ = (index_where("ended_at IS NULL", "ix_campaign_running", "words", unique=True),)

    sentence: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    joins_later: Mapped[bool]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship()
    said_by: Mapped[User] = relationship()
