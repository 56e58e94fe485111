"""The relation of somebody who asked to the case, and whether they were told of the scheme.

The time limit may depend on the first. The second is recorded and counted: a duty to tell victims
may be in the Victims and Courts Act 2026, whose words were not available.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ulss_tracker.models import EventKind, Request, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

_WAS_TOLD = {"Yes": True, "No": False, "Not known": None}


@dataclass(frozen=True, slots=True)
class WhoAsked:
    """A standing, and whether, by whom and on which day they were told; None is not known."""

    standing: RequesterRole
    was_told: bool | None = None
    told_by: str = ""
    told_on: date | None = None


def of_request(request: Request) -> WhoAsked:
    """Read who asked as it is recorded."""
    return WhoAsked(request.standing, request.was_told, request.told_by, request.told_on)


def in_words(answers: WhoAsked) -> dict[str, object]:
    """Who asked as the history says it."""
    was_told = {value: words for words, value in _WAS_TOLD.items()}[answers.was_told]
    return asdict(answers) | {"standing": answers.standing.label, "was_told": was_told}


def from_words(values: Mapping[str, Any]) -> WhoAsked:
    """Who asked, from what the history says."""
    (standing,) = (standing for standing in RequesterRole if standing.label == values["standing"])
    told_on = values["told_on"] and date.fromisoformat(values["told_on"])
    return WhoAsked(standing, _WAS_TOLD[values["was_told"]], values["told_by"], told_on)


def correct(request: Request, answers: WhoAsked, by: User) -> bool:
    """Keep who asked as it should be; whether anything changed.

    Another standing may have another time limit: the deadline of the request, and the reviews of
    its case, are counted again, and what moved is kept before and after.
    """
    require(by, Permission.WORK_CASES)
    with locked(request):
        before = of_request(request)
        if before == answers:
            return False
        for name, value in asdict(answers).items():
            setattr(request, name, value)
        history.record(
            EventKind.WHO_ASKED_CHANGED,
            by,
            request.case,
            request,
            before=in_words(before),
            **in_words(answers),
        )
        if request.case is not None:
            assessing.keep_limits(request.case, by)
    return True
