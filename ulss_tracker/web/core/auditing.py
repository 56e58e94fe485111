"""Recording what was opened: once the page is made, and before it is sent."""

from flask import Flask, Response, request

from ulss_tracker.services.protection import audit
from ulss_tracker.web.core.own_transaction import own_transaction
from ulss_tracker.web.core.sessions import staff_or_none

_OK, _FOUND = 200, 302


def set_up(app: Flask) -> None:
    """Record every restricted record that a member of staff opens."""
    app.before_request(audit.forget_readings)
    app.after_request(_keep)
    app.teardown_request(lambda _error: audit.forget_readings())


def _keep(response: Response) -> Response:
    """Write in a transaction of its own: what the page itself read is over and done with.

    Only pages that were read: a change has its own line in the history. A failure here is a
    failure of the page, so that nothing restricted is seen unrecorded.
    """
    noted = audit.readings()
    user = staff_or_none() if noted else None
    if user is None or request.method != "GET":
        return response
    if response.status_code != _OK:
        # The address of a file is given by sending the browser there.
        noted = tuple(each for each in noted if each.document_id and response.status_code == _FOUND)
    if not noted:
        return response
    audit.forget_readings()
    by_id = user.id
    with own_transaction():
        audit.keep_readings(noted, by_id=by_id, page=str(request.endpoint))
    return response
