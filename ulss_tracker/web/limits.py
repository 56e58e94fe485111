"""Rate limits. Counted in memory by default; in Redis (RATELIMIT_STORAGE_URI) for many workers."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

FILES_PAGE = "public.files"
MOST_WORDS = 2 * 1024 * 1024

limiter = Limiter(get_remote_address, headers_enabled=False)


def set_up(app: Flask) -> None:
    """Join the limiter to the application, and hold every body but a file's to what words need."""
    app.before_request(_hold_body)
    limiter.init_app(app)


def _hold_body() -> None:
    """Only the page that takes files may be sent more than words: reading it costs a worker."""
    if request.endpoint != FILES_PAGE:
        request.max_content_length = MOST_WORDS
