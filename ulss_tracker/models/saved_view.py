"""Views of lists that people keep: the filters, the order and the columns, under a name."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Passing
from ulss_tracker.models.user import User


class ListName(StrEnum):
    """A list of which views are kept."""

    BOARD = "board"
    HELD = "held"
    PEOPLE_TO_TELL = "people_to_tell"
    REQUESTS = "requests"
    WORK = "work"


class SavedView(Numbered, Passing):
    """One view of a list: `query` is its address after the question mark, without a page's key.

    It holds no name of a person: the filters of a list never do. A shared one is everybody's to
    open and its owner's to change.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        Index(None, "owner_id", "list_name", "name", unique=True),
        Index(
            "ix_saved_view_shared",
            "list_name",
            sqlite_where=text("is_shared = 1"),
            postgresql_where=text("is_shared"),
        ),
    )

    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    list_name: Mapped[ListName] = mapped_column(Choice(ListName))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    is_shared: Mapped[bool] = mapped_column(default=False)
    kept_at: Mapped[datetime]
    owner: Mapped[User] = relationship()


class StartView(Passing):
    """The view that somebody's day starts on, instead of the page of their role."""

    __tablename__ = "start_view"
    __table_args__ = (Index(None, "view_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"))
    view: Mapped[SavedView] = relationship()
