"""Messages that need a person: emails that cannot be sent, letters to print and post."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.services import letters, office, outbox
from ulss_tracker.web import lists
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.sessions import staff


@blueprint.get("/messages")
def messages() -> str:
    """List what has failed, what is late, and what waits to be printed."""
    to_print = outbox.to_print()
    return render_template(
        "casework/messages.html",
        failed=outbox.failed(),
        delayed=outbox.delayed(),
        to_print=to_print,
        printed=letters.carried_by(to_print),
    )


@blueprint.get("/messages/all")
def every_message() -> str:
    """Everything written, the newest first: where nothing is sent, this is where it is read."""
    shown = lists.listing(outbox.ORDERINGS, default="-written")
    return render_template(
        "casework/every-message.html",
        page=outbox.written(by=shown.ordering, descending=shown.descending, after=shown.after),
        shown=shown,
        sends_email=office.current().sends_email,
    )


@blueprint.get("/messages/<int:message_id>")
def message(message_id: int) -> str:
    """One message in full, ready to print."""
    shown = outbox.get(message_id)
    return render_template(
        "casework/message.html",
        message=shown,
        answered=outbox.request_of(shown),
        letter_id=letters.carried_by([shown]).get(shown.id),
    )


@blueprint.post("/messages/<int:message_id>/try-again")
def try_again(message_id: int) -> Response:
    """Put an email that was given up on back in the outbox."""
    outbox.try_again(message_id, staff())
    flash("The email will be tried again", "success")
    return redirect(url_for("casework.messages"))


@blueprint.post("/messages/<int:message_id>/posted")
def record_posted(message_id: int) -> Response:
    """Record that a letter has been printed and posted."""
    outbox.record_posted(message_id, staff())
    flash("Recorded as posted", "success")
    return redirect(url_for("casework.messages"))
