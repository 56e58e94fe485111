"""The law desk: Acts and the like as records, changes of the law, and what a rehearsal found.

Records, changes and steps never change: a record is written again, a change that is not right is
withdrawn and another proposed, and what was signed is undone by a change of its own.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.request import Request
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Derived, Evidence
from ulss_tracker.models.user import User
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.records import RecordKind, RecordStatus


class LawRecord(Numbered, Evidence, dated_by="written_at", once=True):
    """An Act, Order, Bill or set of rules as a lawyer last wrote it; the latest of a `key` counts.

    Without a row the record is as the file has it (scheme/data/records.toml).
    """

    __tablename__ = "law_record"
    __table_args__ = (Index(None, "key", "id"),)

    key: Mapped[str] = mapped_column(String(60))
    kind: Mapped[RecordKind] = mapped_column(Choice(RecordKind))
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[RecordStatus] = mapped_column(Choice(RecordStatus))
    commencement: Mapped[str] = mapped_column(Text)
    how_sure: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    touches: Mapped[str] = mapped_column(Text)
    not_known: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    written_by: Mapped[User] = relationship()


class LawChange(Numbered, Evidence, dated_by="proposed_at", once=True):
    """A change of the law that somebody proposed: what it says, and from which day it decides.

    `proposed_by` is empty where the tracker found a difference itself; `source_hash` is then that
    of the list it was found in. `undoes` is the signed change that this one takes away again.
    """

    __tablename__ = "law_change"

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[ChangeKind] = mapped_column(Choice(ChangeKind))
    title: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    decides_from_on: Mapped[date]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("law_change.id"), index=True)
    source_hash: Mapped[str] = mapped_column(String(64), default="")
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    proposed_by: Mapped[User | None] = relationship()
    undoes: Mapped["LawChange | None"] = relationship(remote_side="LawChange.id")
    step: Mapped["LawStep | None"] = relationship(back_populates="change")


class LawStepKind(LabelledEnum):
    """How a proposed change of the law ended."""

    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LawStep(Numbered, Evidence, dated_by="at", once=True):
    """The one step that ends a proposal. `sha256` is of what it said; the latest tells any two
    states of the law apart.
    """

    __tablename__ = "law_step"

    change_id: Mapped[int] = mapped_column(ForeignKey("law_change.id"), unique=True)
    step: Mapped[LawStepKind] = mapped_column(Choice(LawStepKind))
    note: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by: Mapped[User] = relationship()
    change: Mapped[LawChange] = relationship(back_populates="step")


class LawRehearsal(Numbered, Derived):
    """A run of a proposed change over the open work, and over what was ended for law or time.

    `law_version` is the law that it was held against. `done` of `total` were read so far; `counts`
    says how many of each finding there are, `shows` what it does to the law itself (effects.py).
    """

    __tablename__ = "law_rehearsal"

    change_id: Mapped[int] = mapped_column(ForeignKey("law_change.id"), index=True)
    law_version: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(500), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    shows: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    change: Mapped[LawChange] = relationship()
    asked_by: Mapped[User | None] = relationship()


class LawFinding(Numbered, Derived):
    """One request or review that a rehearsed change would touch: how it stands before and after.

    `moves_on` is the first of the two days due, where the change moves it: a supervisor agrees to
    one that is soon (services/law/agreement.py).
    """

    __tablename__ = "law_finding"
    __table_args__ = (
        Index(None, "rehearsal_id", "act_by_on", "id"),
        Index(None, "review_id"),
        Index(None, "request_id"),
    )

    rehearsal_id: Mapped[int] = mapped_column(ForeignKey("law_rehearsal.id", ondelete="CASCADE"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id", ondelete="CASCADE"))
    act_by_on: Mapped[date]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    to_tell: Mapped[int] = mapped_column(default=0)
    moves_on: Mapped[date | None]
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    rehearsal: Mapped[LawRehearsal] = relationship()
    review: Mapped[Review | None] = relationship()
    request: Mapped[Request | None] = relationship()
    agreed_by: Mapped[User | None] = relationship()


class LawFollowed(Numbered, Evidence, dated_by="at", once=True):
    """That the open work was counted again under this law: how many were asked and dated again.

    `step_sha256` is the newest step of the law desk then: what is signed and undone leaves the law
    as it was, and is followed all the same.
    """

    __tablename__ = "law_followed"

    law_version: Mapped[str] = mapped_column(String(16))
    step_sha256: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    asked: Mapped[int]
    dated_anew: Mapped[int]
    at: Mapped[datetime]
