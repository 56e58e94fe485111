"""The audit of reading: who opened a restricted record, and who searched for what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.case import Case
from ulss_tracker.models.database import Choice, Model
from ulss_tracker.models.request import Request
from ulss_tracker.models.user import User


class AuditKind(StrEnum):
    """The kind of reading that the audit records."""

    OPENED = "opened"
    SEARCHED = "searched"
    EXPORTED = "exported"
    OPENED_FILE = "opened_file"
    TOOK_ORIGINAL = "took_original"

    @property
    def label(self) -> str:
        return {
            "opened": "Opened a restricted record",
            "searched": "Searched",
            "exported": "Took a list out as a file",
            "opened_file": "Opened a file",
            "took_original": "Took a file as it came",
        }[self]

    @property
    def is_search(self) -> bool:
        return self is AuditKind.SEARCHED

    @property
    def is_of_file(self) -> bool:
        return self in {AuditKind.OPENED_FILE, AuditKind.TOOK_ORIGINAL}

    @property
    def is_export(self) -> bool:
        return self is AuditKind.EXPORTED


class AuditEntry(Model):
    """One reading worth remembering. The database refuses to change it.

    `page` is the endpoint that was opened, `why` the restrictions that made it worth keeping.
    `words` are those searched for, kept here and nowhere else: `key` stands for them in addresses.
    `found` is how much a search found, `hits` the first of it (services/search/query.py).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "at", "id"),
        Index(None, "by_id", "at"),
        Index(None, "case_id", "at"),
        Index(None, "kind", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
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
    by: Mapped[User] = relationship()
    case: Mapped[Case | None] = relationship()
    request: Mapped[Request | None] = relationship()
