"""/health: for the machine that watches whether the tracker is up."""

from flask import Blueprint, Response, jsonify

from ulss_tracker.services import health

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def show() -> tuple[Response, int]:
    """Say whether the database answers and whether its migrations are up to date."""
    state = health.look()
    ok = state.database == "ok" and state.migrations == "up to date"
    body = {
        "status": "ok" if ok else "unavailable",
        "database": state.database,
        "migrations": state.migrations,
        "revision": state.revision,
    }
    return jsonify(body), 200 if ok else 503
