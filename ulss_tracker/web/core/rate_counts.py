"""How often something came from one network, where nobody may be refused for it.

The counts are Flask-Limiter's: in memory, or in Redis where it is set. A counter that does not
answer holds nobody up.
"""

from flask import current_app
from limits import RateLimitItem
from limits.errors import StorageError

from ulss_tracker.web.core.rate_limits import limiter, network

_AWAY = (StorageError, OSError)


def count(limit: RateLimitItem, event: str, about: str = "", *, number: int = 1) -> bool:
    """Count `number` more from this network, of `about` alone where given; whether it is within."""
    try:
        return bool(limiter.limiter.hit(limit, event, network(), about, cost=number))
    except _AWAY as error:
        kind = type(error).__name__
        current_app.logger.warning("the counter of requests does not answer: %s", kind)
        return True
