"""While planned work goes on: what staff send is refused, and every page says until when."""

from flask import Flask, request
from werkzeug.wrappers import Response

from ulss_tracker.services.operations import planned_work
from ulss_tracker.web.core.errors import is_of_the_office, show_refusal
from ulss_tracker.web.core.filters import moment

until = planned_work.until
_MAY_END_SESSION = frozenset({"accounts.sign_out"})


def set_up(app: Flask) -> None:
    """Join it to the application. The public side has a short form meanwhile (public/outage.py)."""
    app.before_request(_refuse_what_staff_send)
    app.context_processor(lambda: {"planned_work_until": until})


def _refuse_what_staff_send() -> Response | None:
    if request.method != "POST" or request.blueprint == "public" or not is_of_the_office():
        return None
    end_at = None if request.endpoint in _MAY_END_SESSION else until()
    if end_at is None:
        return None
    return show_refusal(
        503,
        f"Nothing can be saved while we work on the tracker, until about {moment(end_at)}. "
        "You can read everything",
    )
