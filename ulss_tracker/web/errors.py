"""What a person sees when something goes wrong: always what to do next, and the telephone."""

from flask import Flask, Response, current_app, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.outside.pdf import PdfFailed
from ulss_tracker.services.health import DatabaseUnreachable
from ulss_tracker.web.sessions import forget_staff

PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})


def set_up(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(CSRFError, lambda _error: show_refusal(400, ""))
    app.register_error_handler(NotFound, lambda error: show_refusal(404, str(error)))
    app.register_error_handler(NotAllowed, lambda error: show_refusal(403, str(error)))
    app.register_error_handler(Refused, lambda error: show_refusal(409, str(error)))
    app.register_error_handler(PdfFailed, lambda error: show_refusal(503, str(error)))
    app.register_error_handler(DatabaseUnreachable, _show_database_error)


def _show_http_error(error: HTTPException) -> Response:
    if error.response is not None:  # a redirect, say
        return make_response(error.response)
    return show_refusal(error.code or 500, "")


def _show_database_error(error: DatabaseUnreachable) -> Response:
    """Tell the operator, by its kind alone: the words of a database error carry people's data."""
    current_app.logger.error("the database did not do its work: %s", type(error.orig).__name__)
    return show_refusal(503, "")


def show_refusal(code: int, reason: str) -> Response:
    """The page of an error; `reason` is a sentence of our own, or ""."""
    shown = code if code in PAGES else (500 if code >= 500 else 400)
    if shown >= 500:
        forget_staff()  # the page must show even when the database is what is wrong
    return make_response(render_template(f"errors/{shown}.html", reason=reason), code)
