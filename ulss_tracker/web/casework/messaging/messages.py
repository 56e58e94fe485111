"""Messages that need a person: those that cannot be sent, letters to print and post."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import MessageState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services import letters
from ulss_tracker.services.core import office_details
from ulss_tracker.services.messaging import compose, queue
from ulss_tracker.services.messaging import messages as written
from ulss_tracker.services.messaging.messages import Need
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.ids import ids, member
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/messages", may=Permission.SEE_CONTACTS)
def messages() -> str:
    """List what has failed, what waits to be printed, or what is late: one of them at a time."""
    counts = written.needs()
    listing = lists.of(written.NEEDING_TABLE)
    first = next((need for need in Need if counts[need]), Need.FAILED)
    need = member(Need, listing.filters.get("need"), first)
    page = written.needing(need, listing.filters, **listing.place)
    may_work = may(staff().role, Permission.WORK_CASES)
    unused = {"posted", "next_try", "again"} - _columns(need, may_work=may_work)
    return render_template(
        "casework/messaging/messages.html",
        page=page,
        shown=listing.without(*unused),
        need=need,
        is_failed=need is Need.FAILED,
        is_to_print=need is Need.TO_PRINT,
        is_delayed=need is Need.DELAYED,
        counts=counts,
        printed=letters.carried_by(page.rows) if need is Need.TO_PRINT else {},
    )


def _columns(need: Need, *, may_work: bool) -> set[str]:
    """The columns of one need alone."""
    if need is Need.DELAYED:
        return {"next_try"}
    return {"posted" if need is Need.TO_PRINT else "again"} if may_work else set()


@blueprint.get("/messages/all", may=Permission.SEE_CONTACTS)
def every_message() -> str:
    """Everything written, the newest first: where nothing is sent, this is where it is read."""
    return lists.show(
        "casework/messaging/every-message.html",
        written.WRITTEN_TABLE,
        written.written,
        sends_email=office_details.current().sends_email,
    )


@blueprint.get("/messages/<int:message_id>", may=Permission.SEE_CONTACTS, audit="A message")
def message(message_id: int) -> str:
    """One message in full, ready to print."""
    message = written.get(message_id)
    may_work = may(staff().role, Permission.WORK_CASES)
    is_to_print = may_work and message.by_hand and message.state is MessageState.WAITING
    return render_template(
        "casework/messaging/message.html",
        message=message,
        body=compose.body_to_send(message) if is_to_print else message.body,
        answered=written.request_of(message),
        letter_id=letters.carried_by([message]).get(message.id),
        is_for_notify=office_details.current().posts_letters,
    )


@blueprint.post("/messages/<int:message_id>/try-again", may=Permission.WORK_CASES)
def try_again(message_id: int) -> Response:
    """Put what was given up on or held back in the outbox again."""
    queue.try_again(message_id, staff())
    return done("The message will be sent", "casework.messages", need=Need.FAILED.value)


@blueprint.post("/messages/posted", may=Permission.WORK_CASES)
def record_posted() -> Response:
    """Record that the ticked letters have been printed and posted."""
    to_print = url_for("casework.messages", need=Need.TO_PRINT.value)
    ticked = set(ids(request.form.getlist("messages")))
    if not ticked:
        flash("Tick the letters you have posted", "error")
        return redirect(to_print)
    recorded = queue.record_posted(ticked, staff())
    return done(f"{counted(recorded, 'letter')} recorded as posted", to_print)
