"""Rate limits. Counted in memory by default; in Redis (RATELIMIT_STORAGE_URI) for many workers."""

import hmac
from typing import Any

from flask import Flask, current_app, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from ulss_tracker.services.people.throttling import network_of

FILES_PAGE = "public.files"
ADDING_PAGE = "public.add_to_request"
OFFICE_FILES_PAGES = frozenset(
    {
        "casework.add_file",
        "casework.log_request",
        "casework.mailbox_add",
        "casework.record_decision",
        "casework.record_filing",
        "register.bring",
    }
)
MOST_WORDS = 2 * 1024 * 1024

# A store of counts that is away says so by one error of the library's, whichever store it is.
STORE: dict[str, Any] = {"wrap_exceptions": True}


def network() -> str:
    """Whoever is asking, as counts know them: an IPv4 address, or the /64 of an IPv6 address."""
    return network_of(get_remote_address())


limiter = Limiter(network, headers_enabled=False, storage_options=STORE)


def set_up(app: Flask) -> None:
    """Join the limiter to the application, and hold every body but a file's to what words need."""
    app.before_request(_hold_body)
    limiter.init_app(app)


def address_hash() -> str:
    """A hash of the network asking, which only this application can make: to be kept."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"upload:{network()}".encode(), "sha256").hexdigest()


def _hold_body() -> None:
    """Only a page that takes files may be sent more than words: reading it costs a worker.

    The office's pages only from somebody who has signed in, and that of a request that was sent
    only from who has opened it, which their cookie alone says here.
    """
    takes_files = (
        request.endpoint == FILES_PAGE
        or (request.endpoint in OFFICE_FILES_PAGES and "_user_id" in session)
        or (request.endpoint == ADDING_PAGE and "status" in session)
    )
    if not takes_files:
        request.max_content_length = MOST_WORDS
