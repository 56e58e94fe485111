"""Recording who came in and who was refused: once the answer is made, and before it is sent."""

import secrets

from flask import Flask, Response, g, request, session

from ulss_tracker.models import SecurityKind
from ulss_tracker.services.protection import security_log
from ulss_tracker.services.protection.security_log import Source
from ulss_tracker.web.core import devices
from ulss_tracker.web.core.own_transaction import own_transaction
from ulss_tracker.web.core.sessions import staff_id

_OK, _FOUND, _REFUSED = 200, 302, 403
# Pages whose every look is recorded though they are of no one record.
WATCHED = frozenset(
    {
        "casework.found",
        "statistics.rows",
        "statistics.show",
        "supervision.audit_entries",
        "supervision.sealed_cases",
        "supervision.security",
    }
)


def set_up(app: Flask) -> None:
    """Give every request an id, and record what is noted while it is answered."""
    app.before_request(_begin)
    app.after_request(_keep)
    app.after_request(devices.add_cookie)
    app.teardown_request(lambda _error: security_log.end())


def _begin() -> None:
    security_log.begin()
    g.request_id = secrets.token_hex(8)


def _note_views(response: Response) -> None:
    """Note what a member of staff is shown: a page that was made, or a file that is sent for."""
    shown = security_log.viewed()
    if response.status_code == _FOUND:
        shown = tuple(each for each in shown if each.startswith("file "))
    elif response.status_code != _OK:
        return
    is_watched = request.endpoint in WATCHED and response.status_code == _OK
    if not (shown or is_watched) or staff_id() is None:
        return
    for each in shown or ("",):
        security_log.note(SecurityKind.VIEWED, detail=each)


def _keep(response: Response) -> Response:
    """Write in a transaction of its own, which stays where what was asked for was undone.

    A failure here is a failure of the answer, so that nobody comes in unrecorded.
    """
    request_id = str(g.get("request_id", ""))
    response.headers["X-Request-ID"] = request_id
    if response.status_code == _REFUSED:
        security_log.note(SecurityKind.PAGE_REFUSED)
    _note_views(response)
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
