"""The secrets of authenticator apps, encrypted again when their key has changed."""

from sqlalchemy import select

from ulss_tracker.models import SecondFactor, db
from ulss_tracker.services.core import encryption
from ulss_tracker.services.core.unit_of_work import transaction

_PURPOSE = "second factor"  # as services.people.second_factor encrypts them


def encrypt_again(key: str) -> tuple[int, int]:
    """Encrypt each app's secrets with the newest key: how many, and how many cannot be read.

    Whoever signs in meanwhile is not hindered: each is done by itself.
    """
    done = unreadable = 0
    for user_id in db.session.scalars(select(SecondFactor.user_id)).all():
        with transaction():
            factor = db.session.get(SecondFactor, user_id, with_for_update=True)
            if factor is None:  # reset since
                continue
            try:
                factor.secret = _again(factor.secret, key)
                factor.pending_secret = _again(factor.pending_secret, key)
                done += 1
            except encryption.Unreadable:
                unreadable += 1
    return done, unreadable


def _again(token: str | None, key: str) -> str | None:
    return encryption.encrypt_again(token, key=key, purpose=_PURPOSE) if token else token
