"""Which account is whose at the office's own provider: by what it calls them, never by an address.

The first sign-in by the provider finds the account by its verified address; a second person joins
the two. From then on the address says nothing: given to somebody else, it opens nothing to them.
"""

from sqlalchemy import delete, or_, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import OfficeIdentity, User, db
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import locked


def owner_of(issuer: str, subject: str) -> User | None:
    """Whose account is joined to whom the provider says this is; None for nobody's."""
    known = OfficeIdentity.issuer == issuer, OfficeIdentity.subject == subject
    return db.session.scalar(
        select(User).join(OfficeIdentity, OfficeIdentity.user_id == User.id).where(*known)
    )


def not_joined(email: str) -> User | None:
    """Whose account with this address may be joined: none that is joined to somebody there."""
    by_address = users.by_email(email)
    is_joined = by_address and db.session.get(OfficeIdentity, by_address.id) is not None
    return None if is_joined else by_address


def join(user: User, issuer: str, subject: str) -> None:
    """Join the account to whom the provider says this is, as two people agreed.

    Raises `Refused` where either is joined already.
    """
    with locked(user):  # two at once join it to one
        theirs = or_(
            OfficeIdentity.user_id == user.id,
            (OfficeIdentity.issuer == issuer) & (OfficeIdentity.subject == subject),
        )
        if db.session.scalar(select(OfficeIdentity.user_id).where(theirs)) is not None:
            raise Refused("This account, or who signed in there, has been joined meanwhile")
        db.session.add(
            OfficeIdentity(user_id=user.id, issuer=issuer, subject=subject, first_at=clock.now())
        )


def forget(user: User) -> None:
    """Part the account from whom it was there, in the caller's transaction.

    As two people agreed: its address is another, or its second factor is reset.
    """
    db.session.execute(delete(OfficeIdentity).where(OfficeIdentity.user_id == user.id))
