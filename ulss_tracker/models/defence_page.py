"""The page on which one person of the defence opens, by a code, the papers that were filed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.bundle import Bundle
from ulss_tracker.models.columns import Numbered
from ulss_tracker.models.database import Choice
from ulss_tracker.models.letter import Letter
from ulss_tracker.models.review import Review
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class DefenceRole(LabelledEnum):
    """The role of somebody of the defence."""

    SOLICITOR = "solicitor", "Solicitor"
    COUNSEL = "counsel", "Counsel"


class DefencePage(Numbered, Evidence, dated_by="made_at", personal=("recipient",)):
    """A page made for one person: the application and the bundle of the filing, and the notice.

    They are fixed when it is made. Its code is kept as a hash alone. `opened_at` is when it was
    first opened; once it has `ended_at` it opens no more.
    """

    __tablename__ = "defence_page"
    __table_args__ = (Index(None, "review_id"),)

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    recipient: Mapped[str] = mapped_column(String(200))
    role: Mapped[DefenceRole] = mapped_column(Choice(DefenceRole))
    application_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("bundle.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    review: Mapped[Review] = relationship()
    application: Mapped[Letter] = relationship(foreign_keys=[application_id])
    notice: Mapped[Letter | None] = relationship(foreign_keys=[notice_id])
    bundle: Mapped[Bundle | None] = relationship()
    made_by: Mapped[User] = relationship()
