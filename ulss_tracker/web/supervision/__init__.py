"""The supervisor's pages: the board, assignments, the audit of reading, sealed cases."""

from ulss_tracker.web.core.access import Blueprint

blueprint = Blueprint("supervision", __name__, url_prefix="/supervision")

# Each module adds its pages to the blueprint above.
from ulss_tracker.web.supervision import (  # noqa: E402
    approvals,
    assignment,
    audit,
    board,
    deadline_changes,
    downloads,
    equality,
    exceptions,
    feedback,
    lock_openings,
    papers_by_area,
    rota,
    saved_reports,
    workload,
)
