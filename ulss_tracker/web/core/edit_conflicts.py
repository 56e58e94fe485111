"""When somebody else changed the record: the page again, with what was typed and what changed."""

from flask import Flask, Response, current_app, make_response, request

from ulss_tracker.errors import ChangedMeanwhile, TrackerError
from ulss_tracker.models import may_write
from ulss_tracker.services.core import unit_of_work
from ulss_tracker.web.core.errors import show_refusal
from ulss_tracker.web.forms import edit_conflicts

CONFLICT = 409


def set_up(app: Flask) -> None:
    """Answer `ChangedMeanwhile` on every page."""
    app.register_error_handler(ChangedMeanwhile, _show)


def _show(error: ChangedMeanwhile) -> Response:
    """Draw the form once more where there is one; else say what happened.

    The view runs again and must only show: its form is never valid now, and the database refuses
    whatever it might try to write.
    """
    if "version" in request.form and not edit_conflicts.is_drawn_again() and request.endpoint:
        edit_conflicts.draw_again()
        unit_of_work.rollback()
        may_write.set(False)
        view = current_app.view_functions[request.endpoint]
        try:
            page = current_app.ensure_sync(view)(**(request.view_args or {}))
        except (TrackerError, unit_of_work.DatabaseRefused):
            unit_of_work.rollback()
        else:
            if isinstance(page, str):
                return make_response(page, CONFLICT)
    return show_refusal(CONFLICT, str(error))
