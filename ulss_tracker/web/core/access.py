"""The access table: every endpoint, and what a person must be allowed to do to reach it.

Each route declares it, by the `may` of its decorator. An endpoint that is not in the table is
reached by nobody, and fails the tests.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import flask
from flask import Flask, abort, request
from flask.typing import ResponseReturnValue, RouteCallable
from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.core.users import require
from ulss_tracker.services.protection import access_filter
from ulss_tracker.web.core.sessions import login_manager, reader_or_none

ANYONE = None
View = TypeVar("View", bound=RouteCallable)

ACCESS: dict[str, Permission | None] = {"static": ANYONE}
PAGE_WORDS: dict[str, str] = {}
"""The audit's words for the endpoints of which it keeps what was read or taken away there."""


class Blueprint(flask.Blueprint):
    """Addresses of which each says, by `may`, what a person must be allowed to do to reach it.

    `may` is a permission or `ANYONE`, and goes into the access table. An address without it raises
    `TypeError` when its module is read, so the tracker does not start. `audit` is what the audit
    calls what is read or taken away there.
    """

    def form(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Decorate the view of a form, which GET shows and POST sends."""
        return self.route(rule, methods=["GET", "POST"], **options)

    def add_url_rule(  # type: ignore[override]  # so that nobody can leave `may` out
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., ResponseReturnValue] | None = None,
        *,
        may: Permission | None,
        audit: str = "",
        **options: Any,
    ) -> None:
        """Add an address to its view; one view asks the same of whoever comes by any address."""
        name = f"{self.name}.{endpoint or getattr(view_func, '__name__', '')}"
        if ACCESS.setdefault(name, may) is not may:
            raise TypeError(f"{name} asks for two permissions")
        if audit:
            PAGE_WORDS[name] = audit
        super().add_url_rule(rule, endpoint, view_func, **options)


def set_up(app: Flask) -> None:
    """Hold every request to the table before any page runs."""
    app.before_request(_check)
    app.teardown_request(lambda _error: access_filter.read_for(None))


def may_open(role: Role, endpoint: str) -> bool:
    """Whether staff of this role may open the endpoint."""
    permission = ACCESS[endpoint]
    return permission is not None and may(role, permission)


def _check() -> Response | None:
    if request.endpoint is None:
        return None  # no such page: the 404 is on its way
    if request.endpoint not in ACCESS:
        abort(404)
    permission = ACCESS[request.endpoint]
    if permission is ANYONE:
        return None
    reader = reader_or_none()
    if reader is None:
        response: Response = login_manager.unauthorized()
        return response
    require(reader.user, permission)
    # Sealed cases that they are not named on are not there.
    access_filter.read_for(reader.user, hides_any=reader.hides_any)
    return None
