"""Sentences passed on an offender, and the convictions they were passed for."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, false
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.outside_law import OutsideLaw
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.scheme.offences.facts import CameBy, OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.proceedings import SameCase


class Sentence(Numbered, Evidence, goes=True, personal=("same_case_source",), stays=("parts",)):
    """A sentence that one court passed on one offender on one day; `varied_on` under the slip rule.

    `text` is the sentence in the words it came in. `parts` is how those words read, once a person
    said that the reading is right (see `scheme/reading/sentence_words.py`). `recorded_by_id` is who
    gave the dates as they stand: somebody else verifies them. `same_case` is what the judge said,
    in passing it, of an earlier sentence (Criminal Appeal Act 1968 s.11(7)), with the words and
    where they are from.
    """

    __tablename__ = "sentence"
    __table_args__ = (Index(None, "review_id"), Index(None, "sentenced_on"))

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    sentenced_on: Mapped[date]
    varied_on: Mapped[date | None]
    order_kind: Mapped[OrderKind] = mapped_column(Choice(OrderKind))
    text: Mapped[str] = mapped_column(Text)
    judge: Mapped[str] = mapped_column(String(200), default="")
    parts: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    came_by: Mapped[CameBy | None] = mapped_column(Choice(CameBy))
    same_case: Mapped[SameCase | None] = mapped_column(Choice(SameCase))
    same_case_words: Mapped[str] = mapped_column(Text, default="", server_default=sql("''"))
    same_case_source: Mapped[str] = mapped_column(String(200), default="", server_default=sql("''"))
    review: Mapped[Review] = relationship(back_populates="sentences")
    convictions: Mapped[list["Conviction"]] = relationship(
        back_populates="sentence", order_by="Conviction.id", cascade="all, delete-orphan"
    )
    outside_law: Mapped[OutsideLaw | None] = relationship(
        back_populates="sentence", cascade="all, delete-orphan", uselist=False
    )


class Plea(LabelledEnum):
    """How the conviction came about (CrimPR 41.3(3)(d): the relevant verdict or plea)."""

    GUILTY_PLEA = "guilty_plea", "Pleaded guilty"
    VERDICT = "verdict", "Found guilty by a jury"


class Conviction(Numbered, Evidence, goes=True, personal=("text",), stays=("answers",)):
    """One offence sentenced. `offence_id` is the catalogue's; `text` is as first written.

    `recorded_by_id` is who chose the offence: somebody else verifies it. `is_category` marks a
    category of an old register, which may not be the conviction. `offence_role` is the
    offender's part in it, as the court found it.
    """

    __tablename__ = "conviction"
    __table_args__ = (Index(None, "sentence_id"), Index(None, "offence_id"), Index(None, "text"))

    sentence_id: Mapped[int] = mapped_column(ForeignKey("sentence.id"))
    offence_id: Mapped[str | None] = mapped_column(String(80))
    form: Mapped[Form] = mapped_column(Choice(Form), default=Form.FULL)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text: Mapped[str] = mapped_column(String(300), default="")
    plea: Mapped[Plea | None] = mapped_column(Choice(Plea))
    convicted_on: Mapped[date | None]
    offence_role: Mapped[str | None] = mapped_column(String(200))
    is_category: Mapped[bool] = mapped_column(default=False, server_default=false())
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sentence: Mapped[Sentence] = relationship(back_populates="convictions")
