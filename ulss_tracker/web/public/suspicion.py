"""Telling people from programs, without asking people to prove it.

Nothing here refuses anybody. What looks like a program is held for a person to look at, and says
why. One odd sign is not enough where an honest person may show it: many people share an address,
and some are quick.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from flask_limiter.util import get_remote_address
from itsdangerous import BadSignature, TimestampSigner
from limits import RateLimitItemPerHour
from limits.errors import StorageError

from ulss_tracker import clock
from ulss_tracker.models import Draft
from ulss_tracker.web.limits import limiter

HONEYPOT = "further_reference"
AGE_TOKEN = "page_opened"  # noqa: S105 - the name of a field

# A whole journey is a dozen pages: nobody answers them in less, even by autofill.
FASTEST_JOURNEY = timedelta(seconds=4)
BUSY_ADDRESS = RateLimitItemPerHour(60)
FLOOD_FROM_ADDRESS = RateLimitItemPerHour(600)


class _Signer(TimestampSigner):
    """Signs with the tracker's own clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def age_token() -> str:
    """A signed note of when the page was made, for a hidden field of its form."""
    return _signer().sign(b"opened").decode()


def of_sending(draft: Draft, sent: Mapping[str, str]) -> str:
    """Why a request being sent is to be held for a person to look at, or "" when it is not."""
    is_busy, is_flood = _count_sending()
    if sent.get(HONEYPOT):
        return "A field that people do not see was filled in"
    if not _was_opened(sent.get(AGE_TOKEN, "")):
        return "The form was sent without opening the page"
    if is_flood:
        return "Very many requests came from the same network address within an hour"
    if is_busy and clock.now() - draft.started_at < FASTEST_JOURNEY:
        return "Many requests came from the same network address, each faster than a person types"
    return ""


def _was_opened(token: str) -> bool:
    lifetime = int(current_app.permanent_session_lifetime.total_seconds())
    try:
        _signer().unsign(token, max_age=lifetime)
    except BadSignature:
        return False
    return True


def _count_sending() -> tuple[bool, bool]:
    """Count this sending; whether its address is busy, and whether it floods us."""
    address = get_remote_address()
    try:
        within = [
            limiter.limiter.hit(limit, "send", str(limit.amount), address)
            for limit in (BUSY_ADDRESS, FLOOD_FROM_ADDRESS)
        ]
    except (StorageError, OSError):
        return False, False  # the counter is away: nobody is held for that
    return not within[0], not within[1]


def _signer() -> _Signer:
    return _Signer(str(current_app.config["SECRET_KEY"]), salt="public.age")
