"""/health: for the machine that watches whether the tracker is up."""

from flask import Blueprint, Response, jsonify

from ulss_tracker.release import VERSION
from ulss_tracker.services.operations import health
from ulss_tracker.web.core.sessions import staff_or_none

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def show() -> tuple[Response, int]:
    """Say whether the database answers, its migrations are up to date, and there is room.

    Staff are told the release and the database's revision as well: who else knows them knows what
    to try.
    """
    state = health.look()
    ok = state.database == state.disk == "ok" and state.migrations == "up to date"
    body: dict[str, str | None] = {
        "status": "ok" if ok else "unavailable",
        "database": state.database,
        "migrations": state.migrations,
        "disk": state.disk,
    }
    if state.database == "ok" and staff_or_none() is not None:
        body |= {"version": VERSION, "revision": state.revision}
    return jsonify(body), 200 if ok else 503
