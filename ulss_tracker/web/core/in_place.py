"""Small forms that open where a person is, and lead back there: no page is left for them."""

from dataclasses import dataclass

from flask import request

from ulss_tracker.web.core.assignments import recipients


@dataclass(frozen=True, slots=True)
class InPlace:
    """To whom a review may be given, as sent and in words; and where the forms lead back to."""

    people: tuple[tuple[str, str], ...]
    back: str


def in_place() -> InPlace:
    """Everything that the small forms of the page shown need."""
    query = request.query_string.decode("latin-1")
    return InPlace(
        tuple((choice.sent, str(choice.label)) for choice in recipients()),
        request.path + (f"?{query}" if query else ""),
    )
