"""Which account is whose at the office's own provider: by what it calls them, never by an address.

The first sign-in by the provider finds the account by its verified address, and joins the two. From
then on the address says nothing: one that is given to somebody else opens nothing to them.
"""

from sqlalchemy import delete, or_, select

from ulss_tracker import clock
from ulss_tracker.models import OfficeIdentity, SecurityKind, User, db
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import security_log


def owner_of(issuer: str, subject: str, email: str) -> User | None:
    """Whose account it is: joined before, or to be joined now; None for nobody's.

    One that is joined to somebody else there is not found by its address.
    """
    known = OfficeIdentity.issuer == issuer, OfficeIdentity.subject == subject
    found = db.session.scalar(
        select(User).join(OfficeIdentity, OfficeIdentity.user_id == User.id).where(*known)
    )
    if found is not None:
        return found
    by_address = users.by_email(email)
    is_joined = by_address and db.session.get(OfficeIdentity, by_address.id) is not None
    return None if is_joined else by_address


def join(user: User, issuer: str, subject: str) -> None:
    """Join the account to whom the provider says this is, once; it is in the security log."""
    with transaction():
        db.session.refresh(user, with_for_update=True)  # two at once join it to one
        theirs = or_(
            OfficeIdentity.user_id == user.id,
            (OfficeIdentity.issuer == issuer) & (OfficeIdentity.subject == subject),
        )
        if db.session.scalar(select(OfficeIdentity.user_id).where(theirs)) is not None:
            return
        db.session.add(
            OfficeIdentity(user_id=user.id, issuer=issuer, subject=subject, first_at=clock.now())
        )
    security_log.note(SecurityKind.PROVIDER_JOINED, by=user)


def forget(user: User) -> None:
    """Part the account from whom it was there, in the caller's transaction.

    As two people agreed: its address is another, or its second factor is reset.
    """
    db.session.execute(delete(OfficeIdentity).where(OfficeIdentity.user_id == user.id))
