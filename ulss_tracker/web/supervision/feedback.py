"""Opinions of the public service, for whoever runs it."""

from ulss_tracker.permissions import Permission
from ulss_tracker.services.requests import feedback as opinions
from ulss_tracker.web.core import lists
from ulss_tracker.web.supervision.statistics import blueprint


@blueprint.get("/feedback", may=Permission.SEE_STATISTICS)
def feedback() -> str:
    """Everything that people said of the service, the newest first."""
    return lists.show("supervision/feedback.html", opinions.TABLE, opinions.page)
