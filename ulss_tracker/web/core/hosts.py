"""The names that the tracker answers to, and which of its pages each of them has.

With STAFF_URL the public and the staff come to two hosts. Each answers for its own pages alone: the
other's are not there.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response as AnyResponse

_UNKNOWN = "The tracker does not answer to this address."
# On every host; files.show has rules of its own (FILES_URL).
_EVERYWHERE = frozenset({"static", "files.show"})
_START = "public.start"


def set_up(app: Flask) -> None:
    """Refuse every other name before any page runs."""
    app.before_request(_hold_to_names)
    app.before_request(_hold_to_side)


def is_public_host() -> bool:
    """Whether this came to a host on which there are no pages of staff."""
    staff = _host_of("STAFF_URL")
    return bool(staff) and request.host != staff


def _hold_to_names() -> Response | None:
    """A page cannot be drawn for an unknown name: its links would lead there."""
    if isinstance(request.routing_exception, SecurityError):
        return Response(_UNKNOWN, status=400, mimetype="text/plain")
    return None


def _hold_to_side() -> AnyResponse | None:
    staff, endpoint = _host_of("STAFF_URL"), str(request.endpoint or "")
    if not staff or endpoint in _EVERYWHERE or not endpoint:
        return None
    is_public = endpoint.startswith("public.")
    if is_public == (request.host != staff):
        return None
    if endpoint != _START:
        abort(404)
    # The public form, as the sign-in page names it.
    return redirect(str(current_app.config["PUBLIC_URL"]) + "/")


def _host_of(name: str) -> str:
    return urlsplit(str(current_app.config[name])).netloc
