"""Telling people from programs, without asking people to prove it.

Nothing here refuses anybody. What looks like a program is held for a person to look at, and says
why. One odd sign is not enough where an honest person may show it: many people share an address,
and some are quick.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner
from limits import RateLimitItemPerHour

from ulss_tracker import clock
from ulss_tracker.models import Draft
from ulss_tracker.web.core import rate_counts, signing_keys

HONEYPOT = "further_reference"
PAGE_AGE = "page_opened"

# A whole journey is a dozen pages: nobody answers them in less, even by autofill.
FASTEST_JOURNEY = timedelta(seconds=4)
_FLOOD = "Very many requests came from the same network address within an hour"
BUSY_ADDRESS = RateLimitItemPerHour(60)
FLOOD_FROM_ADDRESS = RateLimitItemPerHour(600)


class _Signer(TimestampSigner):
    """Signs with the tracker's own clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


def age_token() -> str:
    """A signed note of when the page was made, for a hidden field of its form."""
    return _signer().sign(b"opened").decode()


def of_sending(draft: Draft, posted: Mapping[str, str]) -> str:
    """Why a request being sent is to be held for a person to look at, or "" when it is not."""
    is_busy = not rate_counts.count(BUSY_ADDRESS, "send")
    reason = of_short_form(posted)
    if reason:
        return reason
    if is_busy and clock.now() - draft.started_at < FASTEST_JOURNEY:
        return "Many requests came from the same network address, each faster than a person types"
    return ""


def of_short_form(posted: Mapping[str, str]) -> str:
    """The same of the short form, which asks no database."""
    is_flood = not rate_counts.count(FLOOD_FROM_ADDRESS, "send in a flood")
    if posted.get(HONEYPOT):
        return "A field that people do not see was filled in"
    if not _was_opened(posted.get(PAGE_AGE, "")):
        return "The form was sent without opening the page"
    return _FLOOD if is_flood else ""


def _was_opened(token: str) -> bool:
    lifetime = int(current_app.permanent_session_lifetime.total_seconds())
    try:
        _signer().unsign(token, max_age=lifetime)
    except BadSignature:
        return False
    return True


def _signer() -> _Signer:
    return _Signer(signing_keys.oldest_first(), salt="public.age")
