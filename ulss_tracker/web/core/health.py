"""/live and /ready: for machines that watch whether the tracker is up, and ask it by any name."""

from collections.abc import Callable

from flask import Flask, Response, jsonify, request

from ulss_tracker.models import may_write
from ulss_tracker.release import VERSION
from ulss_tracker.services.operations import draining, health
from ulss_tracker.web.core import metrics
from ulss_tracker.web.core.access import ANYONE, Blueprint
from ulss_tracker.web.core.sessions import staff_or_none

Answer = tuple[Response, int]

blueprint = Blueprint("health", __name__)


def set_up(app: Flask) -> None:
    """Answer them before the name that was asked for is looked at: a monitor asks by address."""
    app.before_request(_answer_any_name)


@blueprint.get("/live", may=ANYONE)
def live() -> Answer:
    """Say that this process answers. The database is not asked."""
    return jsonify(status="ok"), 200


@blueprint.get("/health", may=ANYONE)  # its name until 0.2.0
@blueprint.get("/ready", may=ANYONE)
def ready() -> Answer:
    """Say whether the database answers, has what this release needs of it, and there is room.

    Staff are told the release and the database's revision as well: who else knows them knows what
    to try.
    """
    if draining.is_going_down():
        return jsonify(status="going down"), 503
    state = health.look()
    body: dict[str, str | None] = {
        "status": "ok" if state.is_ready else "unavailable",
        "database": state.database,
        "migrations": state.migrations,
        "disk": state.disk,
    }
    if state.database == "ok" and staff_or_none() is not None:
        body |= {"version": VERSION, "revision": state.revision}
    return jsonify(body), 200 if state.is_ready else 503


@blueprint.get("/metrics", may=ANYONE)
def figures() -> Answer:
    """Answer with the figures of this instance and of the office, to a monitor that is known."""
    return metrics.answer()


_BY_PATH: dict[str, Callable[[], Answer]] = {
    "/live": live,
    "/ready": ready,
    "/health": ready,
    "/metrics": figures,
}


def _answer_any_name() -> Answer | None:
    answer = _BY_PATH.get(request.path)
    if answer is None or request.method not in {"GET", "HEAD"}:
        return None
    may_write.set(False)
    return answer()
