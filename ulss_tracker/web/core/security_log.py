"""Recording who came in and who was refused: once the answer is made, and before it is sent."""

import secrets

from flask import Flask, Response, g, request, session

from ulss_tracker.models import SecurityKind
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.protection.security_log import Source
from ulss_tracker.web.core import devices
from ulss_tracker.web.core.own_transaction import own_transaction
from ulss_tracker.web.core.sessions import staff_id

_REFUSED = 403


def set_up(app: Flask) -> None:
    """Give every request an id, and record what is noted while it is answered."""
    app.before_request(_begin)
    app.after_request(_keep)
    app.after_request(devices.add_cookie)
    app.teardown_request(lambda _error: security_log.end())


def _begin() -> None:
    security_log.begin()
    g.request_id = secrets.token_hex(8)


def _keep(response: Response) -> Response:
    """Write in a transaction of its own, which stays where what was asked for was undone.

    A failure here is a failure of the answer, so that nobody comes in unrecorded.
    """
    request_id = str(g.get("request_id", ""))
    response.headers["X-Request-ID"] = request_id
    if response.status_code == _REFUSED:
        security_log.note(SecurityKind.PAGE_REFUSED)
    if not security_log.anything_noted():
        return response
    source = Source(
        page=str(request.endpoint or ""),
        address=request.remote_addr or "",
        device=devices.device(),
        request_id=request_id,
        by_id=staff_id(),
    )
    try:
        with own_transaction():
            security_log.keep_noted(source)
    except Exception:
        session.clear()  # whoever was to come in has not
        raise
    return response
