"""How the jobs stand: when each last ran, what waits for them, and what is wrong."""

from flask import render_template

from ulss_tracker import clock
from ulss_tracker.permissions import Permission
from ulss_tracker.services.operations import job_status, lacks
from ulss_tracker.web.admin.routes import blueprint


@blueprint.get("/jobs", may=Permission.SEE_JOBS)
def jobs() -> str:
    """Show the same as `flask jobs status`, and what somebody accepted that there is not."""
    return render_template(
        "admin/jobs.html",
        status=job_status.look(),
        accepted=lacks.accepted(),
        today=clock.today(),
    )
