"""Seeing to a reminder: said once, it climbs to nobody else."""

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.services.messaging import reminders
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.post("/reminders/<int:reminder_id>/seen", may=Permission.WORK_CASES)
def see_to_reminder(reminder_id: int) -> Response:
    """Record that this person has seen to a reminder, and go back to their work."""
    reminders.acknowledge(reminders.get(reminder_id), staff())
    words = "Seen to: nobody else is reminded of it until the next stage of the ladder"
    return done(words, "casework.home")
