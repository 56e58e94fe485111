"""Error pages: always what happened and what to do next.

Anyone gets the public page, with the office's telephone. Staff get a page of the office, with the
way back to their work and what they typed; nobody there can be helped by ringing themselves.
"""

from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    session,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ulss_tracker import clock
from ulss_tracker.adapters import private_log
from ulss_tracker.adapters.pdf import PdfFailed
from ulss_tracker.errors import NotAllowed, NotFound, Refused, ServiceFault
from ulss_tracker.services.core.unit_of_work import rollback
from ulss_tracker.services.operations.health import DatabaseUnreachable as DatabaseUnreachable
from ulss_tracker.web.core import hosts, submitted_form
from ulss_tracker.web.core.access import ACCESS
from ulss_tracker.web.core.error_links import error_links, form_again
from ulss_tracker.web.core.sessions import forget_staff

PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})
OFFICE_PATHS = (
    "/admin",
    "/casework",
    "/law",
    "/supervision",
    "/sign-in",
    "/sign-out",
    "/set-password",
)


def set_up(app: Flask) -> None:
    """Give every error its page; in production no log holds what an error says."""
    if app.config["ENVIRONMENT"] == "production":
        private_log.set_up(as_json=True)
        app.logger.handlers.clear()  # the root's writes all lines: each would stand there twice
        app.log_exception = _log_where  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(CSRFError, lambda _error: show_refusal(400, ""))
    app.register_error_handler(NotFound, lambda error: show_refusal(404, str(error)))
    app.register_error_handler(NotAllowed, lambda error: show_refusal(403, str(error)))
    app.register_error_handler(Refused, lambda error: show_refusal(409, str(error)))
    for away in (PdfFailed, ServiceFault):
        app.register_error_handler(away, lambda error: show_refusal(503, str(error)))
    app.register_error_handler(DatabaseUnreachable, show_database_error)


def _log_where(exc_info: Any) -> None:
    """Log an error with its page, and not its address, which may hold words."""
    current_app.logger.error("error", extra={"page": request.endpoint}, exc_info=exc_info)


def _show_http_error(error: HTTPException) -> Response:
    if error.response is not None:  # a redirect, say
        return make_response(error.response)
    cause = getattr(error, "original_exception", None)
    if isinstance(cause, DatabaseUnreachable):  # met while another error's page was drawn
        return show_database_error(cause)
    return show_refusal(error.code or 500, "")


def show_database_error(error: DatabaseUnreachable) -> Response:
    """The page for when the database does not answer."""
    go_on_without_database(error)
    return show_refusal(503, "")


def go_on_without_database(error: DatabaseUnreachable) -> None:
    """Abandon what was begun, and tell the operator.

    By its kind alone: the words of a database error carry people's data.
    """
    abandon()
    current_app.logger.error("the database did not do its work: %s", type(error.orig).__name__)


def abandon() -> None:
    """Give up what was begun, so that a page can be drawn which asks no database."""
    forget_staff()
    rollback()


def show_refusal(code: int, reason: str) -> Response:
    """The page of an error; `reason` is a sentence of our own, or ""."""
    status = code if code in PAGES else (500 if code >= 500 else 400)
    if status >= 500:
        forget_staff()  # the page must show even when the database is what is wrong
    if not is_of_the_office():
        page = render_template(f"errors/{status}.html", reason=reason, again=form_again(status))
        return make_response(page, code)
    page = render_template(
        f"errors/office/{status}.html",
        reason=reason,
        error_links=error_links(status),
        typed=_typed(),
        now=clock.now(),
    )
    return make_response(page, code)


def is_of_the_office() -> bool:
    """Whether this is for staff: a page of theirs, or anything while they are signed in.

    Asks the cookie, and not the database, which may be what is wrong.
    """
    if hosts.is_public_host():
        return False
    is_closed = ACCESS.get(str(request.endpoint)) is not None
    return is_closed or request.path.startswith(OFFICE_PATHS) or "_user_id" in session


def _typed() -> list[tuple[str, str]]:
    """List what a member of staff typed and could not save, to be copied; empty when unreadable."""
    try:
        return submitted_form.read().typed if submitted_form.may_keep() else []
    except RequestEntityTooLarge:
        return []
