"""One's own account: another password, which one is told of by email."""

from ulss_tracker import clock
from ulss_tracker.models import SecurityKind, User
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import account_emails
from ulss_tracker.services.people import accounts
from ulss_tracker.services.protection import security_log


def change_password(user: User, password: str, *, device: str = "") -> None:
    """Change one's own password and tell its owner. Raises as `accounts.change_own_password`."""
    with transaction():
        accounts.change_own_password(user, password, device=device)
        account_emails.tell_of_change(
            user.email,
            once_key=f"account:password:{user.id}:{clock.now().isoformat()}",
            what="password",
        )
    security_log.note(SecurityKind.PASSWORD_SET, by=user)
