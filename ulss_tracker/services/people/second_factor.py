"""The second factor: a code of an authenticator app (TOTP, RFC 6238), or a recovery code.

A passkey does as well (passkeys.py).

`key` is the application's own secret, from which the one that encrypts the apps' is derived.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from textwrap import wrap

import pyotp
from sqlalchemy import delete, exists, func, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    EventKind,
    Passkey,
    RecoveryCode,
    SecondFactor,
    SecurityKind,
    User,
    db,
)
from ulss_tracker.services.core import encryption
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.people import office_identities, throttling
from ulss_tracker.services.people.agreement import Agreement
from ulss_tracker.services.protection import security_log

ISSUER = "Unduly lenient sentences"
STEP = 30
STEPS_OF_DRIFT = 1  # a telephone's clock may be half a minute out
MOST_FAILURES = 5
WINDOW = timedelta(minutes=15)
SET_UP_WITHIN = timedelta(minutes=10)
RECOVERY_CODES = 8
RECOVERY_LENGTH = 32  # 160 bits: a plain hash of them gives nothing away
_PURPOSE = "second factor"


class CodeResult(StrEnum):
    """The outcome of giving a code; `LIMITED` is not even tried, after too many wrong ones."""

    RIGHT = "right"
    WRONG = "wrong"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """An app that is being set up: its secret, and the address that its QR code holds."""

    secret: str
    address: str


def of(user: User) -> SecondFactor | None:
    """The authenticator app that `user` signs in with, or None before one is set up."""
    factor = db.session.get(SecondFactor, user.id)
    return factor if factor is not None and factor.secret else None


def has_any(user: User) -> bool:
    """Whether `user` has set up an app or a passkey: the password alone lets in nobody who has."""
    has_passkey = db.session.scalar(select(exists().where(Passkey.user_id == user.id)))
    return bool(has_passkey) or of(user) is not None


def begin(user: User, *, key: str) -> None:
    """Make the secret of an app to set up; one that was begun before ends."""
    encrypted = encryption.encrypt(pyotp.random_base32(), key=key, purpose=_PURPOSE)
    with transaction():
        row_of(user).pending_secret = encrypted


def row_of(user: User) -> SecondFactor:
    """The row of somebody's second factor, made where there is none: two requests make one."""
    db.session.refresh(user, with_for_update=True)
    factor = locked(user)
    if factor is None:
        factor = SecondFactor(user_id=user.id, last_step=0, failures=0)
        db.session.add(factor)
    return factor


def pending(user: User, *, key: str) -> Enrolment | None:
    """The app that `user` is setting up, for ten minutes, or None.

    Raises `Refused` when it cannot be read.
    """
    secret = _pending_secret(db.session.get(SecondFactor, user.id), key)
    if secret is None:
        return None
    address = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    return Enrolment(secret, address)


def confirm(user: User, code: str, *, key: str) -> list[str] | None:
    """Set up the app begun by `begin` with its first code; every session of theirs ends.

    The answer is new recovery codes, to be shown once, or None when the code is wrong. Raises
    `Refused` when none was begun within ten minutes or its secret cannot be read.
    """
    with transaction():
        factor = locked(user)
        secret = _pending_secret(factor, key)
        if factor is None or secret is None:
            raise Refused("Begin again: no authenticator app is being set up")
        step = _step_of(code, secret, after=0)
        if step is None:
            return None
        factor.secret, factor.pending_secret = factor.pending_secret, None
        factor.set_up_at = clock.now()
        factor.last_step, factor.failures = step, 0
        user.session_key = secrets.token_urlsafe(32)
        history.record(EventKind.SECOND_FACTOR_SET_UP, user, email=user.email)
        codes = make_codes(user)
    security_log.note(SecurityKind.FACTOR_SET_UP, by=user)
    return codes


def check(user: User, code: str, *, key: str) -> CodeResult:
    """Take a code of the app, or a recovery code; each is taken once.

    After five wrong ones within fifteen minutes nothing more is tried until they have aged: only
    who knows the password comes so far. Raises `Refused` when the secret cannot be read.
    """
    with transaction():
        result, was_recovery = _check(user, code, key)
    if result is not CodeResult.RIGHT:
        is_limited = result is CodeResult.LIMITED
        security_log.note(
            SecurityKind.CODE_LIMITED if is_limited else SecurityKind.CODE_REFUSED, by=user
        )
    elif was_recovery:
        security_log.note(SecurityKind.RECOVERY_CODE_USED, by=user)
    return result


def _check(user: User, code: str, key: str) -> tuple[CodeResult, bool]:
    """The outcome, and whether it was a recovery code."""
    factor = locked(user)
    if factor is None:
        return CodeResult.WRONG, False
    now = clock.now()
    if factor.failing_since is None or now - factor.failing_since > WINDOW:
        factor.failures = 0
    if factor.failures >= MOST_FAILURES:
        return CodeResult.LIMITED, False
    step = None
    if factor.secret is not None:
        step = _step_of(code, _read(factor.secret, key), after=factor.last_step)
    if step is not None:
        factor.last_step = step
    elif not _use_recovery_code(user, code):
        factor.failing_since = now if factor.failures == 0 else factor.failing_since
        factor.failures += 1
        return CodeResult.WRONG, False
    factor.failures = 0
    return CodeResult.RIGHT, step is None


def new_recovery_codes(user: User) -> list[str]:
    """Make recovery codes, to be shown once; those from before stop working.

    The caller has asked for a code of the app. Raises `Refused` before an app is set up.
    """
    with transaction():
        if not has_any(user):
            raise Refused("Set up an authenticator app or a passkey first")
        history.record(EventKind.RECOVERY_CODES_MADE, user, email=user.email)
        codes = make_codes(user)
    security_log.note(SecurityKind.RECOVERY_CODES_MADE, by=user)
    return codes


def codes_left(user: User) -> int:
    """The number of recovery codes that `user` has not used."""
    query = select(func.count()).where(
        RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(query) or 0


def reset(user: User, by: Agreement) -> None:
    """Take app and passkeys of `user` away: their sessions end, the next sign-in sets up another.

    Raises `Refused` where none is set up.
    """
    with transaction():
        factor = locked(user)
        if factor is None:
            raise Refused(f"{user.name} has no second factor")
        db.session.execute(delete(Passkey).where(Passkey.user_id == user.id))
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
        db.session.delete(factor)
        user.session_key = secrets.token_urlsafe(32)
        throttling.forget_devices(user)
        office_identities.forget(user)
        history.record(EventKind.SECOND_FACTOR_RESET, by.made_by, email=user.email)


def locked(user: User) -> SecondFactor | None:
    """The factor, which no other request may look at meanwhile: a code is taken once."""
    return db.session.get(SecondFactor, user.id, populate_existing=True, with_for_update=True)


def _pending_secret(factor: SecondFactor | None, key: str) -> str | None:
    """The secret of an app that is being set up and has not run out."""
    if factor is None or factor.pending_secret is None:
        return None
    secret, token = _read(factor.pending_secret, key), factor.pending_secret
    is_over = encryption.is_older(token, SET_UP_WITHIN, key=key, purpose=_PURPOSE)
    return None if is_over else secret


def _read(encrypted: str, key: str) -> str:
    try:
        return encryption.decrypt(encrypted, key=key, purpose=_PURPOSE)
    except encryption.Unreadable as error:
        raise Refused(
            "Your second factor cannot be read. Ask an administrator to reset it"
        ) from error


def _step_of(code: str, secret: str, *, after: int) -> int | None:
    """The 30 seconds, later than `after`, whose code this is; None when it is of none."""
    typed = _plain(code)
    totp = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // STEP
    for step in range(now - STEPS_OF_DRIFT, now + STEPS_OF_DRIFT + 1):
        is_it = hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())
        if is_it and step > after:
            return step
    return None


def make_codes(user: User) -> list[str]:
    """New recovery codes in the caller's transaction, to be shown once; no earlier one works."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [pyotp.random_base32(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=_hashed(code), made_at=clock.now())
        for code in codes
    )
    return [grouped(code) for code in codes]


def grouped(code: str) -> str:
    """`code` in groups of four, as a person copies it."""
    return "-".join(wrap(code, 4))


def _use_recovery_code(user: User, code: str) -> bool:
    recovery_code = db.session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hashed(code),
            RecoveryCode.used_at.is_(None),
        )
    )
    if recovery_code is None:
        return False
    recovery_code.used_at = clock.now()
    history.record(EventKind.RECOVERY_CODE_USED, user, email=user.email, left=codes_left(user))
    return True


def _plain(code: str) -> str:
    """The code as it was made, however it was typed."""
    return "".join(character for character in code if character.isalnum()).upper()


def _hashed(code: str) -> str:
    return hashlib.sha256(_plain(code).encode()).hexdigest()
