"""Signing in: the password, and a limit on how often it may be tried."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from ulss_tracker import clock
from ulss_tracker.models import SignInAttempt, User, db
from ulss_tracker.services import users
from ulss_tracker.services.saving import saving

WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL = 5
MOST_PER_ADDRESS = 50


@dataclass(frozen=True, slots=True)
class SignInResult:
    """`user` when the attempt succeeded; `is_limited` when it was not even tried."""

    user: User | None
    is_limited: bool = False


def attempt(*, email: str, password: str, address: str, secret: str) -> SignInResult:
    """Try to sign in. `address` is the network address it came from; `secret` keys the hashes.

    After five failures for one email (or fifty from one address) within fifteen minutes nothing
    more is tried until they have aged, whether or not there is such a person.
    """
    email_hash = _hashed(email.strip().lower(), secret)
    address_hash = _hashed(address, secret)
    with saving():
        since = clock.now() - WINDOW
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < since))
        failures = select(func.count()).select_from(SignInAttempt)
        for_email = failures.where(SignInAttempt.email_hash == email_hash)
        from_address = failures.where(SignInAttempt.address_hash == address_hash)
        if (db.session.scalar(for_email) or 0) >= MOST_PER_EMAIL or (
            db.session.scalar(from_address) or 0
        ) >= MOST_PER_ADDRESS:
            return SignInResult(None, is_limited=True)
        user = _with_password(email, password)
        if user is None:
            db.session.add(
                SignInAttempt(email_hash=email_hash, address_hash=address_hash, at=clock.now())
            )
        else:
            own = SignInAttempt.email_hash == email_hash
            db.session.execute(delete(SignInAttempt).where(own))
        return SignInResult(user)


def sign_out_everywhere(user: User) -> None:
    """End every session this person has, on every machine."""
    with saving():
        user.session_key = secrets.token_urlsafe(32)


def _with_password(email: str, password: str) -> User | None:
    """The active person with this email and password; hashing takes as long when there is none."""
    user = users.by_email(email)
    stored = user.password_hash if user else users.stand_in_hash()
    matches, better = users.hasher.verify_and_update(password, stored)
    if user is None or not matches or not user.is_active:
        return None
    if better:
        user.password_hash = better
    return user


def _hashed(value: str, secret: str) -> str:
    return hmac.new(secret.encode(), value.encode(), hashlib.sha256).hexdigest()
