"""How somebody who asked may be reached without putting them in danger."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence


class EmailUse(LabelledEnum):
    """Kinds of what may be written to somebody's email address."""

    FULL = "full", "Only they read it: letters in full"
    NEWS = "news", "Somebody else may see it: only that there is news"
    NONE = "none", "Nothing by itself"


class SafeContact(Evidence, personal=("text_to", "interpreter")):
    """Ways that one requester said are safe. There is none for those who were never asked.

    `text_to` is the mobile number that may be told there is news, as 447700900123; empty for none.
    `texts_from` is since when, so that a STOP from before does not count.
    """

    __tablename__ = "safe_contact"
    __table_args__ = (
        # Whose texts a STOP ends.
        index_where("text_to <> ''", "ix_safe_contact_text_to", "text_to"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    email_use: Mapped[EmailUse] = mapped_column(Choice(EmailUse), default=EmailUse.NEWS)
    text_to: Mapped[str] = mapped_column(String(20), default="")
    texts_from: Mapped[datetime]
    times: Mapped[str] = mapped_column(Text, default="")
    safe_person: Mapped[str] = mapped_column(Text, default="")
    interpreter: Mapped[str] = mapped_column(String(200), default="")
    words_to_use: Mapped[str] = mapped_column(Text, default="")
