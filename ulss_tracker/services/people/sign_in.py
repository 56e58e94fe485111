"""Signing in: the password, and how often it may be tried."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from ulss_tracker.models import SecurityKind, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.people import dormancy, office_identities, throttling
from ulss_tracker.services.protection import security_log


@dataclass(frozen=True, slots=True)
class SignInResult:
    """`user` when the attempt succeeded; `wait` before another, where it was not even tried.

    `is_asleep` where the password was right and nobody has used the account for long. `to_join` is
    the account that whoever signed in at the office's provider may be joined to.
    """

    user: User | None
    wait: timedelta = timedelta(0)
    is_asleep: bool = False
    to_join: User | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it was not even tried."""
        return bool(self.wait)


def attempt(
    *, email: str, password: str, address: str, secret: str, device: str = ""
) -> SignInResult:
    """Try to sign in. `address` is the network address it came from; `secret` keys the hashes.

    `device` stands for the browser, "" for one that has never signed in. After some failures each
    try waits longer than the last (throttling.py), whether or not there is such a person.
    """
    owner = users.by_email(email)
    with transaction():
        this = throttling.counted(email, address, user=owner, device=device, secret=secret)
        result = SignInResult(None, throttling.wait(this))
        if not result.is_limited:
            result = SignInResult(_with_password(owner, password))
            if result.user is None:
                throttling.failed(this)
            else:
                throttling.succeeded(this)
                if dormancy.is_asleep(result.user):
                    result = SignInResult(None, is_asleep=True)
    if result.is_asleep:
        security_log.note(SecurityKind.ACCOUNT_ASLEEP, about=owner)
    elif result.user is None:
        is_limited = result.is_limited
        kind = SecurityKind.SIGN_IN_LIMITED if is_limited else SecurityKind.SIGN_IN_REFUSED
        security_log.note(kind, about=owner, detail="known device" if this.device else "")
    return result


def by_provider(issuer: str, subject: str, email: str) -> SignInResult:
    """Whoever the office's own provider says this is: an account that is there already.

    None is made, and no role given: an account that is not active or is asleep stays shut, and one
    with their address opens once a second person has joined it to them.
    """
    joined = office_identities.owner_of(issuer, subject)
    user = joined or office_identities.not_joined(email)
    if user is None or not user.is_active:
        security_log.note(SecurityKind.SIGN_IN_REFUSED, about=user, detail="provider")
        return SignInResult(None)
    if dormancy.is_asleep(user):
        security_log.note(SecurityKind.ACCOUNT_ASLEEP, about=user, detail="provider")
        return SignInResult(None, is_asleep=True)
    if joined is None:
        security_log.note(SecurityKind.SIGN_IN_REFUSED, about=user, detail="provider, not joined")
        return SignInResult(None, to_join=user)
    return SignInResult(user)


def came_in(user: User, device: str, way: str) -> None:
    """Know the browser again that somebody has signed in with, and record in which way."""
    with transaction():
        dormancy.used(user)
        is_new = throttling.remember(user, device)
    detail = f"{way}, new device" if is_new else way
    security_log.note(SecurityKind.SIGNED_IN, by=user, detail=detail)


def unlock(user: User, by: User, secret: str) -> None:
    """Forget the failures at somebody's account, so that nobody waits there. Raises `NotAllowed`.

    Failures from a network at other accounts still count.
    """
    require(by, Permission.MANAGE_USERS)
    with transaction():
        throttling.forget_failures(user, secret)
    security_log.note(SecurityKind.UNLOCKED, by=by, about=user)


def sign_out_everywhere(user: User, by: User) -> None:
    """End every session this person has, on every machine.

    Raises `Forbidden` unless it is their own, or `by` looks after accounts.
    """
    if by != user:
        require(by, Permission.MANAGE_USERS)
    with transaction():
        user.session_key = secrets.token_urlsafe(32)
    security_log.note(SecurityKind.SIGNED_OUT, by=by, about=None if by == user else user)


def _with_password(user: User | None, password: str) -> User | None:
    """The person, if they are active and this is their password; it takes as long for nobody.

    The demo's, which is public, is that of its own accounts alone, and production has none of them.
    """
    stored = user.password_hash if user else users.stand_in_hash()
    matches, better = users.hasher.verify_and_update(password, stored)
    if user is None or not matches or not user.is_active:
        return None
    if password == users.DEMO_PASSWORD and not user.is_demo:
        return None
    if better:
        user.password_hash = better
    return user
