"""The ways to divide requests for figures: each person who asked counts once."""

from dataclasses import replace

from sqlalchemy import case

from ulss_tracker.models import Channel, Handling, RequestVersion
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.supervision.dimensions.base import (
    DAYS,
    OVER_DAYS,
    Dimension,
    band,
    banded,
    by_calendar_month,
    by_month,
    by_year,
    court,
)

NOT_LOOKED_AT = "Not looked at yet"
NOT_ANSWERED = "Not answered yet"

_row = RequestVersion
_TO_LOOK = (
    (1, "Under an hour"),
    (4, "1 to 4 hours"),
    (24, "4 to 24 hours"),
    (72, "1 to 3 days"),
)
_OVER_TO_LOOK = "3 days or more"
_LANGUAGES = {"en": "English", "cy": "Welsh"}
_IN_TIME = {0: "By the last day", 1: "After the last day"}

_TOLD = {0: "Not told", 1: "Told"}

_DIMENSIONS = (
    by_month(
        "request_month",
        "Requests by month received",
        "The London month in which the request arrived.",
        _row.received_on,
    ),
    by_calendar_month(
        "request_calendar",
        "Requests by month of the year",
        "The London month in which the request arrived, whatever the year.",
        _row.received_on,
    ),
    by_year(
        "request_year",
        "Requests by year received",
        "The London year in which the request arrived.",
        _row.received_on,
    ),
    Dimension(
        "request_channel",
        "Requests by channel",
        "How the request reached the office.",
        _row.channel,
        lambda value: Channel(value).label,
        Channel,
    ),
    Dimension(
        "request_standing",
        "Requests by who asked",
        "The standing that the requester gave.",
        _row.standing,
        lambda value: RequesterRole(value).label,
        RequesterRole,
    ),
    Dimension(
        "request_told",
        "Requests by whether told of the scheme",
        "Whether whoever asked had been told of the scheme, as recorded.",
        case((_row.was_told.is_(None), None), (_row.was_told.is_(True), 1), else_=0),
        _TOLD.__getitem__,
    ),
    Dimension(
        "request_court",
        "Requests by court",
        "The Crown Court centre recorded for its case or, while it is in none, the one named.",
        _row.court_id,
        court,
        str,
    ),
    Dimension(
        "request_language",
        "Requests by language",
        "The language in which the requester is written to.",
        _row.language,
        _LANGUAGES.__getitem__,
        str,
    ),
    Dimension(
        "request_handling",
        "What became of requests",
        "In no case yet, the first that was in its case, joined to a case that had one already, "
        "closed without a case, or withdrawn.",
        _row.handling,
        lambda value: Handling(value).label,
        Handling,
    ),
    Dimension(
        "request_late",
        "Requests in time or late",
        "Whether it arrived by the last day of the latest sentence it asks about: as recorded or, "
        "without a record, as the requester gave it.",
        case((_row.is_late.is_(None), None), (_row.is_late.is_(True), 1), else_=0),
        _IN_TIME.__getitem__,
    ),
    Dimension(
        "request_first_look",
        "Requests by time to first look",
        "Whole hours from its arrival to when somebody of the office first looked at it.",
        banded(_row.hours_to_look, _TO_LOOK),
        band(_TO_LOOK, _OVER_TO_LOOK),
        is_ordered=True,
        without=NOT_LOOKED_AT,
    ),
    Dimension(
        "request_answer",
        "Requests by time to answer",
        "Whole days by London’s clock from its arrival to when the requester was first told how a "
        "review ended.",
        banded(_row.days_to_answer, DAYS),
        band(DAYS, OVER_DAYS),
        is_ordered=True,
        without=NOT_ANSWERED,
    ),
)
REQUESTS = tuple(replace(dimension, is_of_requests=True) for dimension in _DIMENSIONS)
