"""A person's secret calendar, as their calendar program asks for it: without signing in.

The secret is in the address, so no log of ours may hold it: gunicorn writes no access log, and the
proxy's example leaves these addresses out of its own.
"""

from flask import Response, request

from ulss_tracker.services.people import calendars
from ulss_tracker.web.core.access import ANYONE, Blueprint

blueprint = Blueprint("calendars", __name__)


# The secret in the address is the key.
@blueprint.get("/calendar/<secret>.ics", may=ANYONE)
def show(secret: str) -> Response:
    """The calendar that this secret opens: references only."""
    # Its library is read by the worker that is first asked for one, and by no other.
    from ulss_tracker.services.people import calendar_file

    response = Response(
        calendar_file.written(calendars.opened_by(secret)),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'inline; filename="sentences-to-file.ics"'},
    )
    response.add_etag()
    response.make_conditional(request)  # programs ask every hour, and little changes
    return response
