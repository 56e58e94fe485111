"""One's own account: password, app, codes, passkeys. Its owner is told of each by email."""

from ulss_tracker import clock
from ulss_tracker.models import AskKind, DeferredAsk, EventKind, Passkey, SecurityKind, User
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import account_emails
from ulss_tracker.services.people import accounts, dormancy, passkeys, second_factor
from ulss_tracker.services.people.passkeys import Site
from ulss_tracker.services.protection import deferred_asks, security_log
from ulss_tracker.services.protection.security_log import Source


def change_password(user: User, password: str, *, device: str = "") -> None:
    """Change one's own password and tell its owner. Raises as `accounts.change_own_password`."""
    with transaction():
        accounts.change_own_password(user, password, device=device)
        _tell(user, "password")
    security_log.note(SecurityKind.PASSWORD_SET, by=user)


def set_by_link(key: str, password: str, *, device: str = "") -> None:
    """Set a password by a link and tell its owner. Raises as `accounts.set_password`."""
    with transaction():
        _tell(accounts.set_password(key, password, device=device), "password_by_link")


def ask_for_password_link(email: str, source: Source, *, wants_factor: bool) -> None:
    """Have a link emailed to whoever has this address: a job does it, so that no time tells.

    With `wants_factor` whoever has set up no second factor gets none: the link and an empty factor
    together would let in whoever reads their mailbox.
    """
    deferred_asks.add(AskKind.PASSWORD_LINK, email, source=source, wants_factor=wants_factor)


def email_password_link(ask: DeferredAsk) -> None:
    """Email the link that was asked for to whoever has the address, if they may have one."""
    user = users.by_email(ask.subject)
    if user is None or not user.is_active or dormancy.is_asleep(user):
        return
    if ask.wants_factor and not second_factor.has_any(user):
        return
    with transaction():
        key = accounts.make_emailed_link(user)
        if key is None:
            return
        account_emails.send_password_link(
            user.email, once_key=f"account:emailed:{user.id}:{clock.now().isoformat()}", key=key
        )
        history.record(EventKind.PASSWORD_LINK_MADE, user, email=user.email)
    security_log.note(SecurityKind.PASSWORD_RESET_ASKED, about=user)


def set_up_app(user: User, code: str, *, key: str) -> list[str] | None:
    """Set up one's own app and tell its owner. Answers and raises as `second_factor.confirm`."""
    with transaction():
        codes = second_factor.confirm(user, code, key=key)
        if codes is not None:
            _tell(user, "app_set_up")
    return codes


def make_recovery_codes(user: User) -> list[str]:
    """Make new recovery codes and tell their owner, as `second_factor.new_recovery_codes`."""
    with transaction():
        _tell(user, "recovery_codes")
        return second_factor.new_recovery_codes(user)


def add_passkey(user: User, answer: str, *, name: str, site: Site) -> list[str]:
    """Add a passkey of one's own and tell its owner. Answers and raises as `passkeys.add`."""
    with transaction():
        _tell(user, "passkey_added")
        return passkeys.add(user, answer, name=name, site=site)


def remove_passkey(user: User, passkey: Passkey) -> None:
    """Remove a passkey of one's own and tell its owner. Raises as `passkeys.remove`."""
    with transaction():
        passkeys.remove(user, passkey)
        _tell(user, "passkey_removed")


def _tell(user: User, what: str) -> None:
    once_key = f"account:{what}:{user.id}:{clock.now().isoformat()}"
    account_emails.tell_of_change(user.email, once_key=once_key, what=what)
