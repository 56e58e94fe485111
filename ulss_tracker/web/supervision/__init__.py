"""The supervisor's pages: the board, assignments, the audit of reading, sealed cases."""

from ulss_tracker.web.core.access import Blueprint

blueprint = Blueprint("supervision", __name__, url_prefix="/supervision")
