"""Facts that somebody who asked gave of themselves and of those they ask with or for."""

from typing import Any

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.table_class import Evidence


class RequesterBackground(
    Evidence, personal=("court_case_number", "mp_name", "own_reference", "constituency")
):
    """More of one requester than their name and standing; there is none where they said none of it.

    `together` are those who ask with them, each with `name`, `contact` and `is_safe`: whether it is
    safe to write or telephone there. `by_right` is of who asks on behalf of somebody, the
    reference of an office; the MP, the constituency, the constituent, their consent and
    `who_hears` are of an MP.
    """

    __tablename__ = "requester_background"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    court_case_number: Mapped[str] = mapped_column(String(40), default="")
    mp_name: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    own_reference: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    by_right: Mapped[str] = mapped_column(Text, default="")
    constituency: Mapped[str] = mapped_column(String(200), default="")
    constituent: Mapped[str] = mapped_column(Text, default="")
    has_consent: Mapped[bool | None]
    who_hears: Mapped[str] = mapped_column(String(40), default="")
    together: Mapped[list[Any]] = mapped_column(default=list)
