"""How the figures are counted by hand: days in London, bands, and the rows behind a figure."""

from datetime import datetime, timedelta
from typing import Any

from ulss_tracker import clock
from ulss_tracker.services.supervision import figure_rows
from ulss_tracker.services.supervision.statistics import Question

COURTS = {"leeds": "Leeds", "cardiff": "Cardiff", "snaresbrook": "Snaresbrook"}
WEEKS = (
    (7, "Under a week"),
    (14, "1 to 2 weeks"),
    (21, "2 to 3 weeks"),
    (29, "3 to 4 weeks"),
    (61, "29 to 60 days"),
)


def london(instant: datetime) -> datetime:
    """The instant by the clocks of London."""
    return instant.astimezone(clock.LONDON)


def days_between(first: datetime, last: datetime) -> int:
    """Counted day by day, to the last at whose same hour it had not happened yet."""
    days, there = 0, london(first).replace(tzinfo=None)
    while there + timedelta(days=days + 1) <= london(last).replace(tzinfo=None):
        days += 1
    return days


def band(value: float | None, bands: tuple[tuple[int, str], ...], beyond: str, none: str) -> str:
    """The first band that ends after the value; `none` where there is no value."""
    if value is None:
        return none
    return next((name for end, name in bands if value < end), beyond)


def rows_behind(question: Question, value: str) -> list[Any]:
    """Every row behind a figure, page after page."""
    rows: list[Any] = []
    after = None
    while True:
        page = figure_rows.rows_behind(question, value, after=after)
        rows += page.rows
        after = page.after
        if after is None:
            return rows
