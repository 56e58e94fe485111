"""A reminder for the asker's own calendar. It names neither this service nor what it is about."""

from datetime import date, timedelta
from hashlib import sha256

from flask import Response

from ulss_tracker import clock


def reminder(hear_by: date, reference: str) -> Response:
    """A calendar file with one entry, on the day after the one by which they should have heard.

    Whoever sees the calendar reads "Reminder" and nothing else; the entry's id is a hash.
    """
    from icalendar import Calendar, Event  # read by the worker that is first asked for one

    entry = Event()
    entry.add("uid", sha256(reference.encode()).hexdigest()[:32])
    entry.add("dtstamp", clock.now())
    entry.add("dtstart", hear_by + timedelta(days=1))
    entry.add("summary", "Reminder")
    entry.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return Response(
        bytes(calendar.to_ical()),
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="reminder.ics"'},
    )
