"""Who members of staff are to the office's own provider of identities."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ulss_tracker.models.table_class import Secret


class OfficeIdentity(Secret, dated_by="first_at", goes=True):
    """The name that the provider has for one person for ever (`sub`).

    An address may be given to somebody else once its owner has left, and this never is.
    """

    __tablename__ = "office_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    first_at: Mapped[datetime]
