"""Rate limits. Counted in memory by default; in Redis (RATELIMIT_STORAGE_URI) for many workers."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False)


def set_up(app: Flask) -> None:
    """Join the limiter to the application."""
    limiter.init_app(app)
