"""The pages anyone may use: what the scheme is, asking for a review, and how far a request is.

They reach only what takes requests in and shows how far one is: there is no way from here to a
case.
"""

from ulss_tracker.web.core.access import Blueprint

blueprint = Blueprint("public", __name__)
