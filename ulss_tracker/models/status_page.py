"""The status page's own records: wrong codes, and who has left it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.table_class import Passing


class WrongTry(Passing):
    """How many wrong codes came in one hour from one sender, about one request or at all.

    `sender` is a hash of what was asked for and of the network address, with a secret.
    """

    __tablename__ = "wrong_try"

    sender: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int]


class StatusLeft(Passing):
    """When somebody last pressed “Close this request”: what was opened before then is closed."""

    __tablename__ = "status_left"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    left_at: Mapped[datetime]
