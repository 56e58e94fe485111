"""The audit of reading: who opened a restricted record, and who searched for what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.case import Case
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Request
from ulss_tracker.models.table_class import LATE, Evidence, Passing
from ulss_tracker.models.user import User


class AuditKind(LabelledEnum):
    """The kind of reading that the audit records."""

    OPENED = "opened", "Opened a restricted record"
    SEARCHED = "searched", "Searched"
    EXPORTED = "exported", "Took a list out as a file"
    OPENED_FILE = "opened_file", "Opened a file"
    TOOK_ORIGINAL = "took_original", "Took a file as it came"

    @property
    def is_of_file(self) -> bool:
        return self in {AuditKind.OPENED_FILE, AuditKind.TOOK_ORIGINAL}


class AuditEntry(Numbered, Evidence, dated_by="at", within=LATE, once=True, stays=("hits",)):
    """One reading worth remembering. The database refuses to change it.

    `page` is the endpoint that was opened, `why` the restrictions that made it worth keeping.
    What was searched for is in `search_words` until it is forgotten, `words` has it where it was
    searched for before that table was: `key` stands for it in addresses.
    `found` is how much a search found, `hits` the first of it (services/search/query.py).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "at", "id"),
        Index(None, "by_id", "at"),
        Index(None, "case_id", "at"),
        Index(None, "kind", "at", "id"),
    )

    kind: Mapped[AuditKind] = mapped_column(Choice(AuditKind))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    page: Mapped[str] = mapped_column(String(80), default="")
    why: Mapped[str] = mapped_column(String(80), default="")
    key: Mapped[str | None] = mapped_column(String(32), unique=True)
    words: Mapped[str] = mapped_column(Text, default="")
    found: Mapped[int | None]
    hits: Mapped[list[Any] | None]
    search_words: Mapped["SearchWords | None"] = relationship(lazy="joined")
    by: Mapped[User] = relationship()
    case: Mapped[Case | None] = relationship()
    request: Mapped[Request | None] = relationship()

    @property
    def searched(self) -> str:
        """The words that were searched for; "" once they are forgotten."""
        return self.search_words.words if self.search_words else self.words


class SearchWords(Passing):
    """The words of one search. No hash covers them, so that they can be forgotten."""

    __tablename__ = "search_words"

    audit_id: Mapped[int] = mapped_column(
        ForeignKey("audit_entry.id"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text)
