"""Correcting what a request says, where it was read wrongly of what somebody wrote."""

from collections.abc import Mapping
from typing import Any

from ulss_tracker.models import EventKind, Request, User
from ulss_tracker.services.history import history

FIELDS = frozenset(
    {
        "offender_name",
        "other_offenders",
        "court_id",
        "court_text",
        "sentenced_on",
        "sentenced_text",
        "offence_text",
        "standing",
        "requester_name",
        "language",
    }
)


def correct(request: Request, values: Mapping[str, Any], by: User) -> tuple[str, ...]:
    """Put these values into a locked request, in the caller's transaction; the names that changed.

    While it waits: in a case the review says what counts, and the request stays as it was asked.
    The history says which details changed and not what they are.
    """
    unknown = values.keys() - FIELDS
    if unknown:
        raise KeyError(f"{sorted(unknown)} cannot be corrected")
    if not request.state.is_waiting:
        return ()
    changed = tuple(name for name, value in values.items() if getattr(request, name) != value)
    for name in changed:
        setattr(request, name, values[name])
    if changed:
        history.record(EventKind.REQUEST_CORRECTED, by, request, fields=changed)
    return changed
