"""The caseworker's and the law officer's pages."""

from flask import Blueprint, abort, request

LARGEST_ID = 2**31 - 1
"""The largest number that the tables' ids hold; no database can look for one far beyond it."""

blueprint = Blueprint("casework", __name__, url_prefix="/casework")


@blueprint.before_request
def _refuse_impossible_ids() -> None:
    if any(
        isinstance(each, int) and each > LARGEST_ID for each in (request.view_args or {}).values()
    ):
        abort(404)


# Each module adds its pages to the blueprint above.
from ulss_tracker.web.casework import (  # noqa: E402
    cases,
    decisions,
    home,
    letters,
    messages,
    offences,
    requests,
    reviews,
    sentences,
)

__all__ = [
    "blueprint",
    "cases",
    "decisions",
    "home",
    "letters",
    "messages",
    "offences",
    "requests",
    "reviews",
    "sentences",
]
