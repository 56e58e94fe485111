"""The one door by which a list leaves: as a spreadsheet, an archive, or whole on paper.

Who may come to it is declared beside each view; the audit and the security log keep what was taken.
"""

from collections.abc import Iterable
from typing import Any

from flask import request, send_file
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotAllowed, NotFound
from ulss_tracker.services import spreadsheets
from ulss_tracker.services.core.table import Table
from ulss_tracker.services.protection import audit
from ulss_tracker.services.spreadsheets import Sheet, sheet_of
from ulss_tracker.web.core import step_up
from ulss_tracker.web.core.sessions import staff

MOST_ON_PAPER = 200
"""So many people's rows may be printed without a fresh code; a file always asks for one."""


def allow(rows: int | None = None) -> None:
    """Let a list leave: as a file or, of so many `rows`, on paper.

    Raises `NotAllowed` for whoever sees only the cases that name them, of which they have packs and
    files, and where a page of another site asks. Leads to the page that asks for a code where none
    was given lately.
    """
    if staff().role.sees_named_cases_only:
        raise NotAllowed("You cannot take lists out: open the files of your cases instead")
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotAllowed("Another site asked for this list. Take it out from its own page")
    if rows is None or rows > MOST_ON_PAPER:
        step_up.ask()


def on_paper(rows: int) -> None:
    """Let a list of so many rows be printed whole. Raises as `allow`."""
    allow(rows)
    audit.note_export(rows)


def spreadsheet(sheet: Sheet, name: str, ending: str = "csv") -> Response:
    """The table as a file called `name`, which says nothing of anybody.

    Raises `NotFound`, and as `allow`.
    """
    if ending not in spreadsheets.MEDIA_TYPES:
        raise NotFound("There is no such kind of spreadsheet")
    allow()
    return send_file(
        spreadsheets.written(sheet, ending),
        mimetype=spreadsheets.MEDIA_TYPES[ending],
        as_attachment=True,
        download_name=f"{name}.{ending}",
    )


def table_file(table: Table, rows: Iterable[Any], name: str, ending: str) -> Response:
    """Every column of a list that its file has, of these rows. Raises as `spreadsheet`."""
    return spreadsheet(sheet_of(table, rows), name, ending)
