"""Recording who came in, who was refused and what was read: once the answer is made."""

import re
import secrets

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItemPerMinute
from structlog.contextvars import bind_contextvars, clear_contextvars

from ulss_tracker import clock
from ulss_tracker.models import SecurityKind
from ulss_tracker.services.protection import access_records, audit, security_log
from ulss_tracker.services.protection.access_records import AccessRecord
from ulss_tracker.services.protection.audit import Reading
from ulss_tracker.services.protection.security_log import Source
from ulss_tracker.web.core import devices, rate_counts
from ulss_tracker.web.core.own_transaction import own_transaction
from ulss_tracker.web.core.sessions import staff_id

_OK, _FOUND, _HTML = 200, 302, "text/html"
# A forged form, a page of another role, a limit; and a record that is not there for whoever is
# signed in. Of addresses that anybody else mistypes there is no end.
_HIDDEN = 404
_REFUSED = frozenset({400, 403, _HIDDEN, 409, 413, 429})
_OF_ANYBODY = RateLimitItemPerMinute(1)
# Pages whose every look is recorded, also where they are of no one record: a list, a figure.
_OF_THE_OFFICE = frozenset({"casework", "register", "statistics", "supervision"})
_OWN_WORK = "casework.home"


def set_up(app: Flask) -> None:
    """Give every request an id, and record what is noted while it is answered."""
    app.before_request(_begin)
    app.after_request(_keep)
    app.after_request(devices.add_cookie)
    app.teardown_request(_end)


def source_of_request() -> Source:
    """Where this request came from, as the log has it."""
    return Source(
        page=str(request.endpoint or ""),
        address=request.remote_addr or "",
        device=devices.device(),
        request_id=str(g.get("request_id", "")),
        by_id=staff_id(),
    )


def _begin() -> None:
    security_log.begin()
    audit.forget_readings()
    g.request_id = _number()
    clear_contextvars()
    bind_contextvars(request=g.request_id)


def _number() -> str:
    """The number of this request in every log: the proxy's own, where it gave one that is one."""
    given = request.headers.get("X-Request-ID", "")
    if current_app.config["TRUSTED_PROXIES"] and re.fullmatch("[0-9a-f-]{16,36}", given):
        return given.replace("-", "")[:32]
    return secrets.token_hex(8)


def _end(_error: BaseException | None) -> None:
    security_log.end()
    audit.forget_readings()


def _note_refusal(response: Response) -> None:
    """Note what was refused, by its number: of those not signed in, one a minute of an address.

    So nobody fills the log from outside.
    """
    code = response.status_code
    if code not in _REFUSED or security_log.anything_noted():  # as a limit of sign-ins is
        return
    if staff_id() is None:
        is_noted = code != _HIDDEN and rate_counts.count(_OF_ANYBODY, "refused", str(code))
    else:
        is_noted = request.endpoint is not None
    if is_noted:
        security_log.note(SecurityKind.PAGE_REFUSED, detail=str(code))


def _is_watched() -> bool:
    return request.blueprint in _OF_THE_OFFICE and request.endpoint != _OWN_WORK


def _note_views(response: Response) -> None:
    """Note what a member of staff is shown: a page that was made, or a file that is sent for."""
    records = security_log.viewed()
    if response.status_code == _FOUND:
        records = tuple(record for record in records if record.startswith("file "))
    elif response.status_code != _OK:
        return
    elif _is_watched() and request.method == "GET" and response.mimetype == _HTML:
        records = records or ("",)
    if staff_id() is None:
        return
    for record in records:
        security_log.note(SecurityKind.VIEWED, detail=record)


def _readings(response: Response) -> tuple[Reading, ...]:
    """Return what was read of restricted records. A change has its own line in the history."""
    noted = audit.readings()
    audit.forget_readings()
    if request.method != "GET" or staff_id() is None:
        return ()
    if response.status_code == _OK:
        return noted
    # The address of a file is given by sending the browser there.
    return tuple(view for view in noted if view.document_id and response.status_code == _FOUND)


def _keep(response: Response) -> Response:
    """Record it in a transaction of its own: what the page itself read is over and done with.

    A busy database keeps nobody waiting (access_records.py). A failure here is a failure of the
    answer, so that nobody comes in, and nothing restricted is seen, unrecorded.
    """
    response.headers["X-Request-ID"] = str(g.get("request_id", ""))
    _note_refusal(response)
    _note_views(response)
    readings, noted = _readings(response), security_log.take_noted()
    if not (noted or readings):
        return response
    with own_transaction(waits=False):
        access_records.record(AccessRecord(source_of_request(), clock.now(), noted, readings))
    return response
