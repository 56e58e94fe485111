"""The caseworker's and the law officer's pages."""

from flask import Blueprint

blueprint = Blueprint("casework", __name__, url_prefix="/casework")

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
