"""The pages anyone may use: what the scheme is, asking for a review, and how far a request is.

They reach only what takes requests in and shows how far one is: there is no way from here to a
case.
"""

from ulss_tracker.web.core.access import Blueprint

blueprint = Blueprint("public", __name__)

from ulss_tracker.web.public import (  # noqa: E402 - each module adds its pages to the blueprint
    adding,
    carry_on,
    confirmation,
    equality,
    feedback,
    files,
    findable,
    journey,
    leaving,
    lost_code,
    outage,
    pages,
    sending,
    status,
    status_contact,
)
