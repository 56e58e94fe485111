"""Two people's agreement to what an account may do: one proposes it, another approves it.

An administrator alone must not come to be a law officer, nor anybody they choose. At a terminal
somebody is alone only where nobody could approve: the first administrator, and the last.
"""

from dataclasses import dataclass

from sqlalchemy import select

from ulss_tracker.errors import Refused
from ulss_tracker.models import User, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.core.users import require

_APPROVERS = tuple(role for role in Role if may(role, Permission.APPROVE_ACCOUNTS))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who agreed, and whose account it concerns: none where somebody is added.

    `proposed_by` is none at a terminal or at the office's provider, and so is `approved_by` where
    nobody could approve. Making one raises `NotAllowed` and `Refused` for people who may not agree
    to it together.
    """

    concerns: User | None
    proposed_by: User | None
    approved_by: User | None

    def __post_init__(self) -> None:
        if self.proposed_by is not None:
            require(self.proposed_by, Permission.MANAGE_USERS)
        if self.approved_by is not None:
            require(self.approved_by, Permission.APPROVE_ACCOUNTS)
            reason = why_not(self.approved_by, self.concerns, self.proposed_by)
        elif self.proposed_by is not None or approvers(self.concerns):
            reason = "Somebody else must approve this"
        else:
            reason = ""
        if reason:
            raise Refused(reason)

    @property
    def made_by(self) -> User | None:
        """Whoever a line of history is of: who proposed it, else who approved it."""
        return self.proposed_by or self.approved_by


def approvers(concerns: User | None, proposed_by: User | None = None) -> list[User]:
    """Those who may approve what one person proposed about another's account, by name.

    What was proposed at a terminal or at the office's provider is a supervisor's to approve, where
    there is one: whoever sits there may be the administrator.
    """
    query = select(User).where(User.is_active, User.role.in_(_APPROVERS))
    users = [
        user
        for user in db.session.scalars(query.order_by(User.name, User.id))
        if user.id not in {getattr(concerns, "id", None), getattr(proposed_by, "id", None)}
    ]
    if proposed_by is None:
        users = [user for user in users if not _manages(user)] or users
    return users


def why_not(by: User, concerns: User | None, proposed_by: User | None) -> str:
    """Why `by`, whose role may approve, cannot approve this; "" when they can."""
    if not by.is_active or (proposed_by is not None and not proposed_by.is_active):
        return "Somebody who has left cannot agree to this"
    if proposed_by is not None and by.id == proposed_by.id:
        return "You proposed this: somebody else must approve it"
    if concerns is not None and by.id == concerns.id:
        return "This is about your own account: somebody else must approve it"
    if proposed_by is None and by not in approvers(concerns):
        return "Nobody who was signed in proposed this: a supervisor must approve it"
    return ""


def _manages(user: User) -> bool:
    return may(user.role, Permission.MANAGE_USERS)
