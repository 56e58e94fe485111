"""Where a caseworker's day starts: what to do next, whom to tell, what has come in."""

from flask import render_template

from ulss_tracker import clock
from ulss_tracker.models import RequestState
from ulss_tracker.services import inbox, messages, my_work, reminders, telling
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.sessions import staff


@blueprint.get("/")
def home() -> str:
    """This person's work, the most pressing first, and that of whom they stand in for."""
    me = staff()
    counts = inbox.waiting_counts()
    return render_template(
        "casework/home.html",
        work=my_work.of(me),
        today=clock.today(),
        new=counts[RequestState.NEW],
        held=counts[RequestState.QUARANTINED],
        messages=messages.needing_a_person(),
        to_tell=telling.waiting(me),
        reminders=reminders.of_person(me),
    )
