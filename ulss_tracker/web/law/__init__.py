"""The law desk's pages: what is known of the law, and changes proposed, rehearsed and signed."""

from ulss_tracker.web.core.access import Blueprint

blueprint = Blueprint("law", __name__, url_prefix="/law")

# Each module adds its pages to the blueprint above.
from ulss_tracker.web.law import changes, records, steps  # noqa: E402
