"""The board to take away: the whole of it, as narrowed, as a spreadsheet."""

from datetime import datetime

from ulss_tracker import clock
from ulss_tracker.services.people import absences
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision import board
from ulss_tracker.services.supervision.board import BoardFilter
from ulss_tracker.services.supervision.board_row import NOT_KNOWN, Row


def sheet(asked: BoardFilter) -> Sheet:
    """The whole board as narrowed, to write as a spreadsheet."""
    away = absences.away_now()
    rows: list[Row] = []
    after: str | None = ""
    while after is not None:
        part = board.page(after=after, asked=asked, filed=None, size=board.MOST_PRINTED, away=away)
        rows += part.rows
        after = part.after
    undated = board.without_sentence(asked, away)
    return Sheet("Board", _HEADING, [_line(row) for row in [*undated, *rows]])


_HEADING = (
    "Case",
    "Offender",
    "Restrictions",
    "Court",
    "File by",
    "Last day",
    "Time left",
    "To spare",
    "Stage",
    "Waits for",
    "Assigned to",
    "Confirmed by a second person",
    "Holder away until",
    "Safest to file by",
)


def _line(row: Row) -> list[str]:
    return [
        row.reference,
        row.offender_name,
        "; ".join(flag.label for flag in row.flags),
        row.court_text,
        _minute(row.file_by_at) or NOT_KNOWN,
        f"{row.last_day_on:%Y-%m-%d}" if row.last_day_on else NOT_KNOWN,
        "Filed" if row.is_filed else row.time_left,
        "" if row.is_filed else row.spare,
        row.state.label,
        row.waits_for,
        row.assignee or "Unassigned",
        "Yes" if row.is_confirmed and row.file_by_at else "No",
        f"{row.away_until:%Y-%m-%d}" if row.away_until else "",
        _minute(row.safest_at),
    ]


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.LONDON):%Y-%m-%d %H:%M}" if moment else ""
