"""One's own calendar address: made, shown once, ended."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import office_details
from ulss_tracker.services.people import calendars
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/calendar", may=Permission.WORK_CASES)
def calendar() -> str:
    """Whether this person has a calendar, and what it does."""
    return render_template(
        "casework/people/calendar.html", feed=calendars.of_user(staff()), link=""
    )


@blueprint.post("/calendar", may=Permission.WORK_CASES)
def make_calendar() -> str:
    """Make a new address and show it once; the one before stops working."""
    path = url_for("calendars.show", secret=calendars.make(staff()))
    # Shown on this page and nowhere else: not in an address, a message or a log.
    return render_template(
        "casework/people/calendar.html",
        feed=calendars.of_user(staff()),
        link=office_details.current().staff_url + path,
    )


@blueprint.post("/calendar/end", may=Permission.WORK_CASES)
def end_calendar() -> Response:
    """End the calendar: its address opens nothing any more."""
    calendars.end(staff())
    return done("Your calendar address has stopped working", "casework.calendar")
