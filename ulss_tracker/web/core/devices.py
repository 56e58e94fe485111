"""The browser somebody signs in with, known again by a long-lived signed cookie of its own.

The cookie opens nothing: it says that somebody has signed in here before.
"""

import hashlib
import secrets

from flask import Response, current_app, g, request
from itsdangerous import BadSignature, Signer

from ulss_tracker.web.core import signing_keys

COOKIE = "device"
SAFE_COOKIE = "__Host-device"  # for this host alone, and never without https
LASTS = 60 * 60 * 24 * 365


def device() -> str:
    """The hash that stands for this browser in tables; "" before it has a number of its own."""
    if "device" not in g:
        g.device = _hashed(_number())
    fingerprint: str = g.device
    return fingerprint


def remember() -> str:
    """Give this browser a number of its own, which is kept for a year; what stands for it."""
    number = _number() or secrets.token_urlsafe(24)
    g.device, g.device_cookie = _hashed(number), _signer().sign(number).decode()
    return device()


def add_cookie(response: Response) -> Response:
    """Send the cookie with the answer to a sign-in."""
    if "device_cookie" in g:
        response.set_cookie(
            _cookie(),
            g.device_cookie,
            max_age=LASTS,
            secure=_cookie() == SAFE_COOKIE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _cookie() -> str:
    return SAFE_COOKIE if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _number() -> str:
    try:
        return _signer().unsign(request.cookies.get(_cookie(), "")).decode()
    except (BadSignature, UnicodeDecodeError):
        return ""


def _signer() -> Signer:
    return Signer(signing_keys.oldest_first(), salt="device")


def _hashed(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:16] if number else ""
