"""How long to wait before the next try to sign in, which cannot be turned on its owner.

A browser that somebody has signed in with before is known, and only its own tries count for it:
nobody else's keep its owner out. Every other waits longer step by step: for tries at one account
from one network, at one account from anywhere, and from one network at any account. A network is an
IPv4 address, or the /64 of an IPv6 address, of which one household has as many as it likes.

All of it is in the database, so that every worker counts alike.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, and_, delete, func, select

from ulss_tracker import clock
from ulss_tracker.models import KnownDevice, SignInAttempt, User, db
from ulss_tracker.services.core.email_addresses import comparable

WINDOW = timedelta(hours=1)
"""A failure counts for so long."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)

FREE_AT_ACCOUNT_FROM_NETWORK = 5
FREE_AT_ACCOUNT = 20
FREE_FROM_NETWORK = 20
FREE_OF_DEVICE = 5


@dataclass(frozen=True, slots=True)
class Try:
    """One try to sign in, as it is counted: nothing typed is kept but as a keyed hash.

    `device` is the browser's where it is known for this account, else empty.
    """

    email_hash: str
    address_hash: str
    device: str


def counted(email: str, address: str, *, user: User | None, device: str, secret: str) -> Try:
    """A try at `user`'s account, or at nobody's, from a network address and a browser."""
    is_known = user is not None and device != "" and knows(user, device)
    return Try(
        hashed(comparable(email), secret),
        hashed(network_of(address), secret),
        device if is_known else "",
    )


def wait(attempt: Try) -> timedelta:
    """How long this must wait before it is tried; nothing where it need not."""
    since = clock.now() - WINDOW
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < since))
    if attempt.device:
        return _left(SignInAttempt.device == attempt.device, FREE_OF_DEVICE)
    is_unknown = SignInAttempt.device == ""
    at_account = and_(SignInAttempt.email_hash == attempt.email_hash, is_unknown)
    from_network = and_(SignInAttempt.address_hash == attempt.address_hash, is_unknown)
    return max(
        _left(and_(at_account, from_network), FREE_AT_ACCOUNT_FROM_NETWORK),
        _left(at_account, FREE_AT_ACCOUNT),
        _left(from_network, FREE_FROM_NETWORK),
    )


def failed(attempt: Try) -> None:
    """Count a failure."""
    db.session.add(
        SignInAttempt(
            email_hash=attempt.email_hash,
            address_hash=attempt.address_hash,
            device=attempt.device,
            at=clock.now(),
        )
    )


def succeeded(attempt: Try) -> None:
    """Forget the failures of this browser, or of unknown ones at this account from this network."""
    here = SignInAttempt.device == attempt.device
    if not attempt.device:
        here = and_(here, SignInAttempt.address_hash == attempt.address_hash)
    db.session.execute(
        delete(SignInAttempt).where(SignInAttempt.email_hash == attempt.email_hash, here)
    )


def failures(user: User, secret: str) -> int:
    """The number of failures at an account that still count, wherever they came from."""
    query = select(func.count()).where(
        SignInAttempt.email_hash == hashed(user.email, secret),
        SignInAttempt.at >= clock.now() - WINDOW,
    )
    return db.session.scalar(query) or 0


def forget_failures(user: User, secret: str) -> None:
    """Forget every failure at an account."""
    email_hash = hashed(user.email, secret)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.email_hash == email_hash))


def knows(user: User, device: str) -> bool:
    """Whether `user` has signed in with this browser before."""
    query = select(KnownDevice.id).where(
        KnownDevice.user_id == user.id, KnownDevice.device == device
    )
    return db.session.scalar(query) is not None


def remember(user: User, device: str) -> bool:
    """Know this browser as one that `user` signs in with; whether it was new."""
    query = select(KnownDevice).where(KnownDevice.user_id == user.id, KnownDevice.device == device)
    known = db.session.scalar(query)
    if known is not None:
        known.last_at = clock.now()
        return False
    now = clock.now()
    db.session.add(KnownDevice(user_id=user.id, device=device, first_at=now, last_at=now))
    return True


def forget_devices(user: User) -> None:
    """Know none of the browsers any more that `user` has signed in with."""
    db.session.execute(delete(KnownDevice).where(KnownDevice.user_id == user.id))


def network_of(address: str) -> str:
    """The network an address is counted as: itself, or the /64 of IPv6; other words as they are."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ip_network((ip, 64), strict=False))
    return str(ip)


def hashed(value: str, secret: str) -> str:
    """`value` as it is kept: a hash that only this application can make."""
    return hmac.new(secret.encode(), value.encode(), hashlib.sha256).hexdigest()


def _left(condition: ColumnElement[bool], free: int) -> timedelta:
    """How much is left of the wait after these failures: none before there are `free` of them."""
    number, last = db.session.execute(
        select(func.count(), func.max(SignInAttempt.at)).where(condition)
    ).one()
    if number < free:
        return timedelta(0)
    due_at: datetime = last + wait_after(number - free)
    return max(due_at - clock.now(), timedelta(0))


def wait_after(more: int) -> timedelta:
    """The wait after the failures that are free and so many more: twice as long each time."""
    doublings: int = 2 ** min(more, 10)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)
