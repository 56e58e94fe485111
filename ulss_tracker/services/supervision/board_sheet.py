"""The board to take away: the whole of it, as narrowed, as a spreadsheet."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from ulss_tracker import clock
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.people import absences
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board_filter import BoardFilter
from ulss_tracker.services.supervision.board_order import BY_MOMENT
from ulss_tracker.services.supervision.board_row import NOT_KNOWN, BoardRow


def sheet(asked: BoardFilter, by: Ordering = BY_MOMENT, *, descending: bool = False) -> Sheet:
    """The whole board as narrowed and ordered, to write as a spreadsheet.

    What is filed comes last, by the moment it was to be filed by.
    """
    away = absences.away_now()
    to_file = partial(board.page, by=by, descending=descending, asked=asked, away=away)
    filed = partial(board.page, asked=asked, away=away, filed=True)
    return Sheet("Board", _HEADING, [_line(row) for row in [*_every(to_file), *_every(filed)]])


def _every(page: Callable[..., Rows[BoardRow]]) -> list[BoardRow]:
    rows: list[BoardRow] = []
    after: str | None = ""
    while after is not None:
        part = page(after=after, size=board.MOST_PRINTED)
        rows += part.rows
        after = part.after
    return rows


_HEADING = (
    "Reference",
    "Kind",
    "Offender",
    "Restrictions",
    "Court",
    "Offence as said",
    "Offence",
    "Further offences",
    "Asked for by",
    "File by",
    "Last day",
    "Later moment the law may allow",
    "May have until, under an Act of 2026: a lawyer must check",
    "How the day of sentence is known",
    "Time left",
    "To spare",
    "Stage",
    "Waits for",
    "Assigned to",
    "Verified by a second person",
    "Holder away until",
    "Find the day of sentence by",
    "First look by",
)


def _line(row: BoardRow) -> list[str]:
    return [
        row.reference,
        "Request" if row.is_request else "Review",
        row.offender_name or "",
        "; ".join(flag.label for flag in row.flags),
        row.court_text,
        row.offence_text or "",
        row.offence,
        str(row.more_offences or ""),
        row.standing.label if row.standing else "",
        _minute(row.file_by_at) or NOT_KNOWN,
        f"{row.last_day_on:%Y-%m-%d}" if row.last_day_on else NOT_KNOWN,
        _minute(row.later_file_by_at),
        f"{row.may_be_until_on:%Y-%m-%d}" if row.may_be_until_on else "",
        row.basis.label if row.basis else "",
        "Filed" if row.is_filed else row.time_left,
        "" if row.is_filed else row.spare,
        row.stage,
        row.waits_for,
        row.assignee or "Unassigned",
        "Yes" if row.is_verified else "No",
        f"{row.away_until:%Y-%m-%d}" if row.away_until else "",
        _minute(row.find_day_by_at),
        _minute(row.look_by_at),
    ]


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.LONDON):%Y-%m-%d %H:%M}" if moment else ""
