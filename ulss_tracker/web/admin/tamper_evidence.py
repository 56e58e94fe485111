"""The proof that the history is as it was recorded: the last checkpoint and verification."""

from flask import render_template

from ulss_tracker.permissions import Permission
from ulss_tracker.services.operations import history_watch
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/tamper-evidence", may=Permission.SEE_CHECKPOINTS)
def tamper_evidence() -> str:
    """Show when the history was last chained and verified, and where checkpoints are kept."""
    return render_template("admin/tamper-evidence.html", evidence=history_watch.look(staff()))
