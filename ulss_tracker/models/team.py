"""Teams of people who work on cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User


class Team(Numbered, Evidence, dated_by="made_at"):
    """A team: its name, and who leads it. One that has ended has no members and is offered nowhere.

    What changed of it, when and by whom is history (`EventKind.TEAM_CHANGED`).
    """

    __tablename__ = "team"
    __table_args__ = (index_where("ended_at IS NULL", "ix_team_running", "name", unique=True),)

    name: Mapped[str] = mapped_column(String(60))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    lead: Mapped[User | None] = relationship()
    members: Mapped[list[User]] = relationship(secondary="team_member", order_by=User.name)


class TeamMember(Evidence, goes=True):
    """That somebody is in a team: nobody is in two."""

    __tablename__ = "team_member"
    __table_args__ = (Index(None, "team_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
