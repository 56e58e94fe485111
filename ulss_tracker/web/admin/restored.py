"""A database restored from a backup: what to see to first, and the button that lets it send."""

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.operations import restored_copy
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/restored", may=Permission.CONFIRM_RESTORE)
def restored() -> str:
    """Say whether this is a restored copy that waits to be confirmed, and list those before."""
    copies = restored_copy.latest()
    number = sum(copy.held_messages for copy in copies if copy.confirmed_at is None)
    return render_template(
        "admin/restored.html", copies=copies, held=counted(number, "message", "messages")
    )


@blueprint.post("/restored/confirm", may=Permission.CONFIRM_RESTORE)
def confirm_restored() -> Response:
    """Let this copy send again."""
    restored_copy.confirm(staff())
    words = "This copy is confirmed. Emails, reminders and alarms go out again."
    return done(words, "admin.restored")
