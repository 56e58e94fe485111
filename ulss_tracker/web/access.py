"""The access table: every endpoint, and what a person must be allowed to do to reach it.

An endpoint that is not in the table is reached by nobody, and fails the tests.
"""

from flask import Flask, abort, request
from flask_login import current_user
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, may
from ulss_tracker.web.sessions import login_manager, staff

ANYONE = None

OPEN_TO_ANYONE = (
    "static",
    "health.show",
    "accounts.sign_in",
)

ACCESS: dict[str, Permission | None] = {
    **dict.fromkeys(OPEN_TO_ANYONE, ANYONE),
}


def set_up(app: Flask) -> None:
    """Hold every request to the table before any page runs."""
    app.before_request(_check)


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # no such page: the 404 is on its way
    if request.endpoint not in ACCESS:
        abort(404)
    wanted = ACCESS[request.endpoint]
    if wanted is ANYONE:
        return None
    if not current_user.is_authenticated:
        answer: Response = login_manager.unauthorized()
        return answer
    if not may(staff().role, wanted):
        abort(403)
    return None
