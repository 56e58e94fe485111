"""The caseworker's and the law officer's pages."""

from flask import Blueprint, abort, request

LARGEST_ID = 2**31 - 1
"""The largest number that the tables' ids hold; no database can look for one far beyond it."""

blueprint = Blueprint("casework", __name__, url_prefix="/casework")


@blueprint.before_request
def _refuse_impossible_names() -> None:
    """Answer "not found" to an id or a reference that no database can even be asked about."""
    for value in (request.view_args or {}).values():
        if "\x00" in value if isinstance(value, str) else value > LARGEST_ID:
            abort(404)


# Each module adds its pages to the blueprint above.
from ulss_tracker.web.casework import (  # noqa: E402
    absences,
    calendars,
    cases,
    confirmations,
    contact,
    court,
    decisions,
    home,
    inbox,
    joining,
    letter_batches,
    letter_drafts,
    letters,
    linking,
    messages,
    notes,
    offences,
    overrides,
    papers,
    reminders,
    requests,
    restrictions,
    reviews,
    search,
    sentences,
    submissions,
    telling,
    undoing,
    withdrawing,
)

__all__ = [
    "absences",
    "blueprint",
    "calendars",
    "cases",
    "confirmations",
    "contact",
    "court",
    "decisions",
    "home",
    "inbox",
    "joining",
    "letter_batches",
    "letter_drafts",
    "letters",
    "linking",
    "messages",
    "notes",
    "offences",
    "overrides",
    "papers",
    "reminders",
    "requests",
    "restrictions",
    "reviews",
    "search",
    "sentences",
    "submissions",
    "telling",
    "undoing",
    "withdrawing",
]
