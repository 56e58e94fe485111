"""/health: for the machine that watches whether the tracker is up."""

from flask import Blueprint, Response, jsonify

from ulss_tracker.services import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def show() -> tuple[Response, int]:
    """Say whether the database answers, its migrations are up to date, and there is room."""
    state = health.look()
    ok = state.database == state.disk == "ok" and state.migrations == "up to date"
    body = {
        "status": "ok" if ok else "unavailable",
        "database": state.database,
        "migrations": state.migrations,
        "revision": state.revision,
        "disk": state.disk,
    }
    return jsonify(body), 200 if ok else 503
