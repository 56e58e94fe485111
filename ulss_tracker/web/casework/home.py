"""Where a caseworker's day starts: what has come in, and what they hold."""

from flask import render_template, request

from ulss_tracker.models import RequestState
from ulss_tracker.services import board, outbox, requests
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.sessions import staff


@blueprint.get("/")
def home() -> str:
    """Show how many requests wait, and the reviews this person holds, soonest first."""
    me = staff()
    counts = requests.counts()
    return render_template(
        "casework/home.html",
        new=counts[RequestState.NEW],
        messages=outbox.needing_a_person(),
        held=counts[RequestState.QUARANTINED],
        page=board.page(holder=me, after=request.args.get("after")),
        without_sentence=board.without_sentence(holder=me),
        at_court=board.page(holder=me, filed=True),
    )
