"""The law desk's pages: what is known of the law, and changes proposed, rehearsed and signed."""

from ulss_tracker.web.core.access import Blueprint

blueprint = Blueprint("law", __name__, url_prefix="/law")
