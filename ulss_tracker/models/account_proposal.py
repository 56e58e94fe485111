"""Proposals about accounts: what one person asked for and another approved, or did not."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models.columns import Numbered, index_where
from ulss_tracker.models.database import Choice
from ulss_tracker.models.table_class import Evidence
from ulss_tracker.models.user import User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer


class ProposalKind(LabelledEnum):
    """The kind of thing that is proposed about an account."""

    ADD = "add", "Add a person"
    CHANGE = "change", "Change an account"
    PASSWORD_LINK = "password_link", "Make a password link"
    RESET_FACTOR = "reset_factor", "Reset the second factor"
    WAKE = "wake", "Wake a sleeping account"
    JOIN_PROVIDER = "join_provider", "Join the office account"

    @property
    def is_of_account(self) -> bool:
        """Whether it says how the account is to be."""
        return self in {ProposalKind.ADD, ProposalKind.CHANGE}

    @property
    def gives_link(self) -> bool:
        """Whether a password link is shown when it is approved."""
        return self in {ProposalKind.ADD, ProposalKind.PASSWORD_LINK}


class ProposalEnd(LabelledEnum):
    """How a proposal ended."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AccountProposal(Numbered, Evidence, dated_by="proposed_at"):
    """One proposal. `person` is whose account it is about, none of somebody who is to be added.

    `name`, `email`, `role`, `law_office` and `is_active` are how the account is to be, where the
    kind says so, and `person_version` is which version of it was looked at. `issuer` and `subject`
    are who signed in at the office's provider, where that asks to be joined. `proposed_by` is none
    for that, and for what was proposed at a terminal.
    """

    __tablename__ = "account_proposal"
    __table_args__ = (
        Index(None, "person_id"),
        index_where("ended_at IS NULL", "ix_account_proposal_waiting", "proposed_at", "id"),
    )

    kind: Mapped[ProposalKind] = mapped_column(Choice(ProposalKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    person_version: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    role: Mapped[Role | None] = mapped_column(Choice(Role))
    law_office: Mapped[LawOfficer | None] = mapped_column(Choice(LawOfficer))
    is_active: Mapped[bool] = mapped_column(default=True)
    issuer: Mapped[str | None] = mapped_column(String(300))
    subject: Mapped[str | None] = mapped_column(String(255))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[ProposalEnd | None] = mapped_column(Choice(ProposalEnd))
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def source(self) -> str:
        """Who proposed it, or where, in words that follow “Proposed”."""
        if self.proposed_by:
            return f"by {self.proposed_by.name}"
        is_of_provider = self.kind is ProposalKind.JOIN_PROVIDER
        return "at the office’s provider" if is_of_provider else "at a terminal"

    @property
    def whose(self) -> str:
        """The name of whoever it is about."""
        return self.person.name if self.person else self.name
