"""Requests of the tracker's own to addresses that the settings name, and to no other.

A redirect is not followed: whoever answers at such an address could lead the server, and what it
sends, to any other.
"""

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from requests import Response, Session

_S = TypeVar("_S", bound="Session")


def ask(method: str, url: str, *, seconds: float, **sent: Any) -> "Response":
    """The whole answer of an address. Raises requests' `RequestException`."""
    with session() as own:
        answer = own.request(method, url, timeout=seconds, **sent)
    answer.raise_for_status()
    return answer


def session() -> "Session":
    """A session that raises requests' `TooManyRedirects` where it is sent elsewhere."""
    import requests  # nine megabytes, which no web worker needs

    return straight(requests.Session())


def straight(session: _S) -> _S:
    """Make a session of a library's follow no redirect either."""
    session.max_redirects = 0
    return session
