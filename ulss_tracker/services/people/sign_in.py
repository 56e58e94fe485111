"""Signing in: the password, and a limit on how often it may be tried."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from ulss_tracker import clock
from ulss_tracker.models import SecurityKind, SignInAttempt, User, db
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import security_log

WINDOW = timedelta(minutes=15)
MOST_PER_EMAIL_AND_ADDRESS = 5
# So many that a stranger who wants to keep somebody out needs several addresses, and so few that
# nobody guesses a password of twelve characters.
MOST_PER_EMAIL = 200
MOST_PER_ADDRESS = 50


@dataclass(frozen=True, slots=True)
class SignInResult:
    """`user` when the attempt succeeded; `is_limited` when it was not even tried."""

    user: User | None
    is_limited: bool = False


def attempt(*, email: str, password: str, address: str, secret: str) -> SignInResult:
    """Try to sign in. `address` is the network address it came from; `secret` keys the hashes.

    After five failures for one email from one address (or fifty from one address for any, or two
    hundred for one email from anywhere) within fifteen minutes nothing more is tried until they
    have aged, whether or not there is such a person.
    """
    result = _attempt(email, password, address, secret)
    if result.user is None:
        is_limited = result.is_limited
        kind = SecurityKind.SIGN_IN_LIMITED if is_limited else SecurityKind.SIGN_IN_REFUSED
        security_log.note(kind, about=users.by_email(email))
    return result


def _attempt(email: str, password: str, address: str, secret: str) -> SignInResult:
    email_hash = _hashed(email.strip().lower(), secret)
    address_hash = _hashed(address, secret)
    with transaction():
        since = clock.now() - WINDOW
        db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < since))
        is_email = SignInAttempt.email_hash == email_hash
        is_address = SignInAttempt.address_hash == address_hash
        counts = db.session.execute(
            select(
                func.count().filter(is_email, is_address),
                func.count().filter(is_email),
                func.count().filter(is_address),
            ).where(is_email | is_address)
        ).one()
        most = (MOST_PER_EMAIL_AND_ADDRESS, MOST_PER_EMAIL, MOST_PER_ADDRESS)
        if any(count >= limit for count, limit in zip(counts, most, strict=True)):
            return SignInResult(None, is_limited=True)
        user = _with_password(email, password)
        if user is None:
            db.session.add(
                SignInAttempt(email_hash=email_hash, address_hash=address_hash, at=clock.now())
            )
        else:
            db.session.execute(delete(SignInAttempt).where(is_email, is_address))
        return SignInResult(user)


def sign_out_everywhere(user: User) -> None:
    """End every session this person has, on every machine."""
    with transaction():
        user.session_key = secrets.token_urlsafe(32)
    security_log.note(SecurityKind.SIGNED_OUT, by=user)


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
