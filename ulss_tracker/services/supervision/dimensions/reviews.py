"""The ways to divide reviews for figures."""

from sqlalchemy import func

from ulss_tracker.models import ReviewVersion
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome
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

STILL_OPEN = "Still open"

_row = ReviewVersion
_HOURS = (
    (0, "After the last day"),
    (24, "Under 24 hours"),
    (72, "1 to 3 days"),
    (168, "3 to 7 days"),
)
_OVER_HOURS = "More than 7 days"


REVIEWS = (
    by_month(
        "received_month",
        "Month received",
        "The London month in which the first request about the case arrived.",
        _row.received_on,
    ),
    by_calendar_month(
        "received_calendar",
        "Month of the year received",
        "The London month in which the first request about the case arrived, whatever the year.",
        _row.received_on,
    ),
    by_year(
        "received_year",
        "Year received",
        "The London year in which the first request about the case arrived.",
        _row.received_on,
    ),
    by_month(
        "ended_month",
        "Month ended",
        "The London month in which an outcome was reached.",
        _row.ended_on,
    ),
    by_year(
        "ended_year",
        "Year ended",
        "The London year in which an outcome was reached.",
        _row.ended_on,
    ),
    by_year(
        "sentenced_year",
        "Year of sentence",
        "The year of the last sentence recorded.",
        _row.sentenced_on,
    ),
    Dimension(
        "outcome",
        "Outcome",
        "How the review of the offender ended.",
        _row.outcome,
        lambda value: Outcome(value).label,
        Outcome,
        without=STILL_OPEN,
    ),
    Dimension(
        "family",
        "Offence family",
        "The family of the first offence recorded, those in the scheme before others.",
        func.nullif(_row.family, ""),
        lambda value: str(value).replace("_", " ").capitalize(),
        str,
    ),
    Dimension(
        "court",
        "Court",
        "The Crown Court centre recorded for the case.",
        _row.court_id,
        court,
        str,
    ),
    Dimension(
        "standing",
        "Who asked",
        "The standing that counts among those who asked: victims before the public.",
        _row.standing,
        lambda value: RequesterRole(value).label,
        RequesterRole,
    ),
    Dimension(
        "time_taken",
        "Time taken",
        "Whole days by London’s clock from the first request to the outcome.",
        banded(_row.days_taken, DAYS),
        band(DAYS, OVER_DAYS),
        is_ordered=True,
    ),
    Dimension(
        "limit",
        "Time limit",
        "The time limit that counts for the case: the best of anybody who asked.",
        _row.limit_name,
        lambda value: limit_named(value).title,
        str,
    ),
    Dimension(
        "to_spare",
        "Time to spare",
        "Whole hours from filing with the Registrar to the end of the last day.",
        banded(_row.hours_to_spare, _HOURS),
        band(_HOURS, _OVER_HOURS),
        is_ordered=True,
    ),
)
